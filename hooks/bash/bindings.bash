# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# What did our keys do before? `bind` tells in its own spelling of keys, which depends on the version and the keymap
# (\e[C is \M-[C in vi-insert before 5.3), so a key is found by what it does now. To read its some 500 lines takes bash
# longer than everything else when a shell opens, and most shells need none of them: they stay in a file until a key is
# pressed that has nothing to do.

# Keeps what the keys of a keymap do.
_segue_keep_bindings() {
  {
    \builtin bind -m "$1" -p
    \builtin bind -m "$1" -s
    \builtin printf '#commands\n'
    # 3.2 cannot list these.
    \builtin bind -m "$1" -X || \builtin :
    \builtin printf '#end\n'
  } 1<>"$_segue_run/$_segue_session.${1%%-*}"
  _segue_unread_keymaps="$_segue_unread_keymaps $1 "
}

# Sets _segue_reply to what the key with this number did before in a keymap.
_segue_former_binding() {
  if [[ $_segue_unread_keymaps == *" $2 "* ]]; then
    _segue_unread_keymaps=${_segue_unread_keymaps/" $2 "/}
    _segue_match_bindings "$2"
  fi
  _segue_reply=${_segue_before[$1]-}
  if [[ -z $_segue_reply ]]; then
    _segue_reply='""'
  fi
}

# Sets _segue_bindings to the lines of a file up to #end: functions, macros, and shell commands behind an X.
_segue_read_lines() {
  \builtin local line commands=''
  \builtin local -a lines
  if ((_segue_bash >= 400)); then
    # In one go; `read` finds the end of each line by reading too much and going back.
    \builtin mapfile -t lines <"$1"
  else
    while IFS= \builtin read -r line && [[ $line != '#end' ]]; do
      [[ $line == *': self-insert' ]] || lines[${#lines[@]}]=$line
    done <"$1"
    lines[${#lines[@]}]='#end'
  fi
  _segue_bindings=()
  for line in "${lines[@]}"; do
    case $line in
      '#end') \builtin break ;;
      '#commands') commands=X ;;
      '"\C-'*) _segue_bindings[${#_segue_bindings[@]}]=$commands$line ;;
      # Most lines.
      '#'* | '' | *': self-insert') ;;
      *) _segue_bindings[${#_segue_bindings[@]}]=$commands$line ;;
    esac
  done
}

# Sets _segue_before for the keys that are macros of ours in this keymap.
_segue_match_bindings() {
  \builtin local line key letter number known=$'\n' kept="$_segue_run/$_segue_session.${1%%-*}"
  if [[ ! -r $kept ]]; then
    _segue_assume_bindings
    \builtin return 0
  fi
  {
    \builtin bind -m "$1" -s
    \builtin printf '#end\n'
  } 1<>"$_segue_file"
  _segue_read_lines "$_segue_file"
  for line in ${_segue_bindings[@]+"${_segue_bindings[@]}"}; do
    case $line in
      *"\": \"$_segue_private"?"${_segue_private}0\"")
        letter=${line%"${_segue_private}0\""}
        letter=${_segue_letters%%"${letter:${#letter}-1}"*}
        known=$known${line%%'": '*}$'"\t'${#letter}$'\n'
        ;;
    esac
  done
  _segue_read_lines "$kept"
  for line in ${_segue_bindings[@]+"${_segue_bindings[@]}"}; do
    # `"\C-f": forward-char`, `"\C-t" "command"` from 5.3.
    key=${line#X}
    key=${key%%'"'[: ]*}'"'
    case $known in
      *$'\n'"$key"$'\t'*)
        number=${known#*$'\n'"$key"$'\t'}
        _segue_rewrite_binding "$line" "$key"
        _segue_before[${number%%$'\n'*}]=$_segue_reply
        ;;
    esac
  done
}

# Sets _segue_before to what bash binds our keys to by itself: somebody has emptied the run directory.
_segue_assume_bindings() {
  \builtin local number
  for number in "${!_segue_spellings[@]}"; do
    if [[ -z ${_segue_before[number]-} ]]; then
      case ${_segue_spellings[number]} in
        '\e[C' | '\eOC' | '\C-f') _segue_before[number]=forward-char ;;
        '\e[F' | '\eOF' | '\C-e') _segue_before[number]=end-of-line ;;
        '\ef') _segue_before[number]=forward-word ;;
        '\er') _segue_before[number]=revert-line ;;
      esac
    fi
  done
}

# Sets _segue_reply to what another key has to be bound to in order to do the same; a shell command has -x before it.
_segue_rewrite_binding() {
  _segue_reply=${1#*"$2"}
  case $1 in
    X*)
      _segue_reply=${_segue_reply#*'"'}
      _segue_reply=${_segue_reply%'"'}
      _segue_reply=${_segue_reply//\\\"/\"}
      _segue_reply="-x ${_segue_reply//\\\\/\\}"
      ;;
    # Only the key itself inserts itself.
    *': self-insert') _segue_reply="\"\\C-v${2#\"}" ;;
    *': do-lowercase-version') _segue_reply='""' ;;
    *) _segue_reply=${_segue_reply#: } ;;
  esac
}
