# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# How the keys reach take.bash. A key becomes a macro of two private sequences: the first runs _segue_press, which does
# something or not, and binds the second to nothing or to what the key did before. So every key whose help is not
# needed right now works as ever, in whatever way it was bound.

_segue_reset_keys() {
  _segue_purposes=() _segue_before=()
  # `bind -x` of 3.2 knows sequences of two bytes only. Ctrl-X and a digit is free.
  if ((_segue_bash < 400)); then
    _segue_private='\C-x' _segue_letters=12345678
  else
    _segue_private='\C-x\C-_' _segue_letters=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ
  fi
}

# Binds every key in both editing modes, and remembers what it did before.
_segue_bind_keys() {
  \builtin local keymap purpose key letter
  for keymap in emacs vi-insert; do
    if ((_segue_bash < 400)); then
      \builtin bind -m "$keymap" '"\C-x9": kill-whole-line'
    fi
    _segue_read_bindings "$keymap"
    for purpose in ACCEPT ACCEPT_WORD NEXT PREVIOUS DISMISS FORGET PICK; do
      _segue_keys_for "$purpose"
      for key in ${_segue_keys[@]+"${_segue_keys[@]}"}; do
        letter=${_segue_letters:${#_segue_purposes[@]}:1}
        # With Alt as Escape the second key of two is a command of vi's when they are typed fast.
        if [[ -z $letter || $keymap == vi-insert && $key == '\e'? ]]; then
          \builtin continue
        fi
        _segue_purposes[${#_segue_purposes[@]}]=$purpose
        \builtin bind -m "$keymap" "\"$key\": \"$_segue_private$letter${_segue_private}0\""
        # The last argument keeps $_ as it was.
        \builtin bind -m "$keymap" -x \
          "\"$_segue_private$letter\": _segue_press $((${#_segue_purposes[@]} - 1)) $keymap \"\$_\""
      done
    done
    _segue_match_bindings "$keymap"
  done
}

# Arguments: the number of the key in _segue_purposes, the keymap, and $_.
_segue_press() {
  \builtin local next='""' before='""' IFS=$' \t\n'
  if [[ -n ${_segue_before[$1]-} ]]; then
    before=${_segue_before[$1]}
  fi
  if ((_segue_bash < 400)); then
    # 3.2 neither shows nor takes the line: what is typed has to be replaced unseen. And it has begun a new row, the
    # hint's.
    \builtin local READLINE_LINE='' READLINE_POINT=0
    \builtin printf '\033[K\033[A' >/dev/tty
    _segue_lend_ps1
  fi
  case ${_segue_purposes[$1]} in
    ACCEPT) _segue_accept || next=$before ;;
    ACCEPT_WORD) _segue_accept_word || next=$before ;;
    NEXT) _segue_walk 1 || next=$before ;;
    PREVIOUS) _segue_walk -1 || next=$before ;;
    DISMISS) _segue_dismiss || next=$before ;;
    FORGET) _segue_forget || next=$before ;;
    PICK) _segue_pick || next=$before ;;
  esac
  if ((_segue_bash < 400)) && [[ -n $READLINE_LINE ]]; then
    next=${READLINE_LINE//\\/\\\\}
    next="\"\\C-x9${next//\"/\\\"}\""
  fi
  case $next in
    '-x '*) \builtin bind -m "$2" -x "\"${_segue_private}0\": ${next#-x }" ;;
    *) \builtin bind -m "$2" "\"${_segue_private}0\": $next" ;;
  esac
}
