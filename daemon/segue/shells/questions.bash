# What `segue doctor` asks a bash that has just read its rc files. $0 marks the answers, "$@" are keys to ask about.
_segue_answer() {
  local mark=$1 name key line purpose hooked=0 IFS=$' \t\n'
  shift
  declare -F _segue_precmd >/dev/null && hooked=1
  printf '%s\0' "${mark}shell" "${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}" "$hooked" "${_segue_version-}"
  printf '%s\0' "${mark}functions"
  while read -r name; do printf '%s\0' "$name"; done < <(compgen -A function)
  printf '%s\0' "${mark}variables"
  while read -r name; do printf '%s\0' "$name"; done < <(compgen -v)
  printf '%s\0' "${mark}settings"
  for name in HISTFILE HISTSIZE HISTCONTROL HISTIGNORE; do
    [[ -n ${!name+x} ]] && printf '%s\t%s\0' "$name" "${!name}"
  done
  printf '%s\0' "${mark}options"
  [[ -o history ]] && printf 'history\0'
  [[ -o vi ]] && printf 'vi\0'
  printf '%s\0' "${mark}keys"
  if ((hooked)) && declare -F _segue_keys_for >/dev/null; then
    for purpose in ACCEPT ACCEPT_WORD NEXT PREVIOUS DISMISS FORGET PICK; do
      _segue_keys=()
      _segue_keys_for "$purpose"
      set -- "$@" ${_segue_keys[@]+"${_segue_keys[@]}"}
    done
  fi
  while read -r line; do
    for key in "$@"; do
      case $line in
        "\"$key\""[:\ ]*) printf '%s\t%s\0' "$key" "${line#"\"$key\""[: ]}" ;;
      esac
    done
  done < <({ bind -p && bind -s && bind -X; } 2>/dev/null)
  printf '%s\0' "${mark}end"
}
_segue_answer "$0" "$@"
