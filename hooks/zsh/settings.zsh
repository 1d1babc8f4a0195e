# What the configuration file says, as assignments to _segue_setting_… that the daemon has written: in the file that
# loads all this, and for shells that are open in a file of the run directory. With its answers comes a number that is
# another one for other settings; so nobody has to look at a file at every prompt, and nothing is read until it changes.

_segue_follow_settings() {
  [[ -n $1 && $1 != $_segue_settings ]] || return 0
  [[ -r $_segue_run/settings.zsh ]] && source $_segue_run/settings.zsh 2>/dev/null
  # Whatever the file says: it is not read twice for one number.
  _segue_settings=$1 _segue_unbound=1
  return 0
}

# Binds the keys as the settings say, once the answer that brought these has been read.
_segue_apply_settings() {
  (( _segue_unbound && _segue_ready )) || return 0
  _segue_unbound=0
  _segue_bind_keys
}
