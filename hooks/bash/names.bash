# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# Where this shell finds commands: its PATH, and the names of its aliases and functions.

# Adds both to hello, each as nil where it is too long, or, for the names, where a bare word may be a directory in CDPATH.
# bash writes the names to a file, for $( ) forks. A NUL ends them; what a longer text has left behind it is not read.
_segue_add_names() {
  \builtin local names=''
  _segue_length "${PATH-}"
  if ((_segue_reply > 2000)); then
    _segue_add_bytes '\300'
  else
    _segue_add_text "${PATH-}"
  fi
  if [[ -n ${CDPATH-} ]] && \builtin shopt -q autocd; then
    _segue_add_bytes '\300'
    \builtin return 0
  fi
  {
    \builtin compgen -A alias || \builtin :
    \builtin compgen -A function -X '_*' || \builtin :
    \builtin printf '\0'
  } 1<>"$_segue_file"
  IFS= \builtin read -r -d '' -n 4200 names <"$_segue_file" || \builtin :
  # The daemon must not judge where cd leads when that is not only up to its target.
  if [[ -n ${CDPATH-} ]] || \builtin shopt -q cdable_vars; then
    names=${names}cd
  fi
  _segue_length "${PATH-}$names$_segue_line"
  if ((_segue_reply > 4000)); then
    _segue_add_bytes '\300'
  else
    _segue_add_text "$names"
  fi
}
