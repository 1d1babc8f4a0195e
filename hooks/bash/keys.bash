# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# How the keys reach take.bash. A key becomes a macro of two private sequences: the first runs _segue_press, which does
# something or not, and binds the second to nothing or to what the key did before. So every key whose help is not
# needed right now works as ever, in whatever way it was bound.

_segue_reset_keys() {
  _segue_purposes=() _segue_spellings=() _segue_before=() _segue_bound='' _segue_unread_keymaps=''
  # `bind -x` of 3.2 knows sequences of two bytes only. Ctrl-X and a digit is free.
  if ((_segue_bash < 400)); then
    _segue_private='\C-x' _segue_letters=12345678
  else
    _segue_private='\C-x\C-_' _segue_letters=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ
  fi
}

# Binds every key in the editing mode that is in use. That costs a millisecond, which opening a shell pays, so that vi's
# keys wait until a prompt finds that mode.
_segue_bind_keys() {
  if [[ -z $_segue_bound ]]; then
    _segue_bound=emacs
    _segue_bind_in emacs
  fi
  # Asked after the first `bind`, which reads the inputrc.
  if [[ $_segue_bound == emacs && -o vi ]]; then
    _segue_bound=both
    _segue_bind_in vi-insert
  fi
}

# Binds every key in a keymap.
_segue_bind_in() {
  \builtin local keymap="$1" purpose key letter
  if ((_segue_bash < 400)); then
    \builtin bind -m "$keymap" '"\C-x9": kill-whole-line'
  fi
  _segue_keep_bindings "$keymap"
  for purpose in ACCEPT ACCEPT_WORD NEXT PREVIOUS DISMISS FORGET PICK; do
    _segue_keys_for "$purpose"
    for key in ${_segue_keys[@]+"${_segue_keys[@]}"}; do
      letter=${_segue_letters:${#_segue_purposes[@]}:1}
      # With Alt as Escape the second key of two is a command of vi's when they are typed fast.
      if [[ -z $letter || $keymap == vi-insert && $key == '\e'? ]]; then
        \builtin continue
      fi
      _segue_purposes[${#_segue_purposes[@]}]=$purpose
      _segue_spellings[${#_segue_spellings[@]}]=$key
      \builtin bind -m "$keymap" "\"$key\": \"$_segue_private$letter${_segue_private}0\""
      # The last argument keeps $_ as it was.
      \builtin bind -m "$keymap" -x \
        "\"$_segue_private$letter\": _segue_press $((${#_segue_purposes[@]} - 1)) $keymap \"\$_\""
    done
  done
}

# Arguments: the number of the key in _segue_purposes, the keymap, and $_.
_segue_press() {
  \builtin local next='""' IFS=$' \t\n'
  if ((_segue_bash < 400)); then
    # 3.2 neither shows nor takes the line: what is typed has to be replaced unseen. And it has begun a new row, the
    # hint's.
    \builtin local READLINE_LINE='' READLINE_POINT=0
    \builtin printf '\033[K\033[A' >/dev/tty
    _segue_lend_ps1
  fi
  if ! _segue_do "${_segue_purposes[$1]}"; then
    _segue_former_binding "$1" "$2"
    next=$_segue_reply
  fi
  if ((_segue_bash < 400)) && [[ -n $READLINE_LINE ]]; then
    next=${READLINE_LINE//\\/\\\\}
    next="\"\\C-x9${next//\"/\\\"}\""
  fi
  case $next in
    '-x '*) \builtin bind -m "$2" -x "\"${_segue_private}0\": ${next#-x }" ;;
    *) \builtin bind -m "$2" "\"${_segue_private}0\": $next" ;;
  esac
}

# Does what a key is for; fails when there is nothing to do.
_segue_do() {
  case $1 in
    ACCEPT) _segue_accept ;;
    ACCEPT_WORD) _segue_accept_word ;;
    NEXT) _segue_walk 1 ;;
    PREVIOUS) _segue_walk -1 ;;
    DISMISS) _segue_dismiss ;;
    FORGET) _segue_forget ;;
    PICK) _segue_pick ;;
  esac
}
