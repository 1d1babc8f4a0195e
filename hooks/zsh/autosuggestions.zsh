# zsh-autosuggestions, when it is loaded too. It never suggests for an empty line: that is ours alone. While something
# is typed our candidates come first and its other strategies fill in. Both write to POSTDISPLAY, whole and exact,
# so that its widgets accept what we show, and ours leave to it what it shows.

# A strategy as it looks for them: no question to the daemon, because it runs in a process that shares our connection
# and would take the answers away from the shell.
_zsh_autosuggest_strategy_segue() {
  emulate -L zsh; trap - ZERR DEBUG
  typeset -g suggestion=
  local -a matches
  [[ -n $1 ]] && _segue_match "$1"
  suggestion=$matches[1]
}

_segue_join_autosuggestions() {
  (( $+functions[_zsh_autosuggest_suggest] && $+functions[_zsh_autosuggest_highlight_reset] )) || return 0
  _segue_beside=1
  case ${(t)ZSH_AUTOSUGGEST_STRATEGY} in
    (array*) ZSH_AUTOSUGGEST_STRATEGY=(segue ${ZSH_AUTOSUGGEST_STRATEGY:#segue}) ;;
    (*) ZSH_AUTOSUGGEST_STRATEGY="segue ${${=ZSH_AUTOSUGGEST_STRATEGY}:#segue}" ;;
  esac
  # Their answers come late, from another process, and an empty one would wipe our ghost off an empty line.
  functions -c _zsh_autosuggest_suggest _segue_suggest_before
  _zsh_autosuggest_suggest() {
    _segue_suggest_before "$@"
    _segue_draw_again
  }
}

_segue_draw_again() {
  emulate -L zsh; trap - ZERR DEBUG
  local -a matches
  _segue_draw
  return 0
}
