# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# What the configuration file says, as assignments to _segue_setting_… that the daemon has written: in the file that
# loads all this, and for shells that are open in a file of the run directory. With its answers comes a number that is
# another one for other settings; so nobody has to look at a file at every prompt, and nothing is read until it changes.

# Keys are bound once a shell: what they are bound to later could not be told from what they did before.
_segue_follow_settings() {
  _segue_settings_told=$1
  # After a file is read in a trap, 3.2 takes the line that is being typed for a part of the one before.
  if ((_segue_bash >= 404)); then
    _segue_read_settings
  fi
}

# Called at each prompt: reads the file when the daemon has told another number.
_segue_read_settings() {
  if [[ ${_segue_settings_told-} == "${_segue_settings-}" || -z ${_segue_settings_told-} ]]; then
    \builtin return 0
  fi
  if [[ -r $_segue_run/settings.bash ]]; then
    # shellcheck source=/dev/null # written by the daemon
    \builtin source "$_segue_run/settings.bash" || \builtin :
  fi
  # Whatever the file says: it is not read twice for one number.
  _segue_settings=$_segue_settings_told
}

# Sets _segue_reply to what a terminal calls a style of zsh's zle_highlight, such as fg=8,bold.
_segue_codes_of() {
  \builtin local rest="$1," part color
  if [[ $1 == "${_segue_style-}" ]]; then
    _segue_reply=$_segue_codes
    \builtin return 0
  fi
  _segue_reply=''
  while [[ -n $rest ]]; do
    part=${rest%%,*} rest=${rest#*,}
    case $part in
      bold) _segue_reply="$_segue_reply;1" ;;
      faint) _segue_reply="$_segue_reply;2" ;;
      italic) _segue_reply="$_segue_reply;3" ;;
      underline) _segue_reply="$_segue_reply;4" ;;
      standout) _segue_reply="$_segue_reply;7" ;;
      fg=* | bg=*)
        color=''
        case ${part#?g=} in
          black) color=0 ;;
          red) color=1 ;;
          green) color=2 ;;
          yellow) color=3 ;;
          blue) color=4 ;;
          magenta) color=5 ;;
          cyan) color=6 ;;
          white) color=7 ;;
          [0-9] | [0-9][0-9] | [0-9][0-9][0-9]) color=$((10#${part#?g=})) ;;
          \#[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F])
            color=${part#*#}
            color="$((16#${color:0:2}));$((16#${color:2:2}));$((16#${color:4:2}))"
            ;;
        esac
        case $part:$color in
          *:) ;;
          fg=*:*';'*) _segue_reply="$_segue_reply;38;2;$color" ;;
          bg=*:*';'*) _segue_reply="$_segue_reply;48;2;$color" ;;
          fg=*:[0-7]) _segue_reply="$_segue_reply;3$color" ;;
          bg=*:[0-7]) _segue_reply="$_segue_reply;4$color" ;;
          fg=*) _segue_reply="$_segue_reply;38;5;$color" ;;
          bg=*) _segue_reply="$_segue_reply;48;5;$color" ;;
        esac
        ;;
    esac
  done
  _segue_reply=${_segue_reply#;}
  # A style that cannot be read is none.
  _segue_reply=${_segue_reply:-2}
  _segue_style=$1 _segue_codes=$_segue_reply
}
