# What `segue doctor` asks a zsh that has just read its rc files. $0 marks the answers, "$@" are keys to ask about.
_segue_asked=()
[[ -o hist_ignore_space ]] && _segue_asked+=(hist_ignore_space)
[[ -o zle ]] && _segue_asked+=(zle)
[[ -o vi ]] && _segue_asked+=(vi)
_segue_answer() {
  emulate -L zsh
  zmodload zsh/parameter zsh/zleparameter 2>/dev/null
  local name action key mark=$1
  local -i escapes=0 hooked=$(( $+functions[_segue_preexec] ))
  local -a keys wanted
  shift
  wanted=("$@")
  print -rN -- "${mark}shell" "$ZSH_VERSION" $hooked "${_segue_version-}"
  print -rN -- "${mark}functions" ${(k)functions}
  print -rN -- "${mark}variables" ${(k)parameters}
  print -rN -- "${mark}settings"
  for name in HISTFILE HISTSIZE SAVEHIST HISTORY_IGNORE ZSH_AUTOSUGGEST_STRATEGY; do
    (( ${(P)+name} )) && print -rN -- "$name"$'\t'"${(P)name}"
  done
  print -rN -- "${mark}options" $_segue_asked
  if (( hooked && $+functions[_segue_keys_for] )); then
    for action in accept accept_word next_choice previous_choice dismiss forget pick; do
      keys=()
      _segue_keys_for $action main
      wanted+=("${keys[@]}")
    done
  fi
  print -rN -- "${mark}keys"
  for key in "${wanted[@]}"; do
    print -rN -- "$key"$'\t'"${$(bindkey -- "$key")#*\" }"
  done
  print -rN -- "${mark}end"
}
_segue_answer "$0" "$@"
