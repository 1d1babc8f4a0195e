# The end of the shell. Ctrl-D at an empty line calls no widget, so the ghost is blanked out where it stands: zle has
# left the cursor below it. In a line that wraps that would be a guess, and there it stays.

_segue_zshexit() {
  local _segue_subst=
  [[ -o prompt_subst ]] && _segue_subst=on
  emulate -L zsh; trap - ZERR DEBUG
  (( _segue_untold && ! ZSH_SUBSHELL )) && _segue_tell
  [[ -n $_segue_drawn && $_segue_drawn != *[^[:print:]]* ]] && (( ! ZSH_SUBSHELL )) || return 0
  # Not `prompt`, which is another name of PS1.
  local line=$PS1
  local -i width=${(m)#_segue_drawn} column=0
  [[ -n $_segue_subst ]] && line=${(e)line}
  line=${line##*$'\n'}
  # The last line of the prompt is as wide as the largest n for which %n(l..) is true behind it.
  while (( column + width < COLUMNS )) && [[ ${(%):-$line%$(( column + 1 ))(l.1.0)} == *1 ]]; do
    (( column += 1 ))
  done
  (( column + width < COLUMNS )) || return 0
  { print -rn -- $'\e[A\e['$(( column + 1 ))G${(l:width:):-}$'\r\n' >$TTY } 2>/dev/null
}
