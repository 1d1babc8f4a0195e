# The key that opens the picker, with what is typed as the query. What is chosen replaces the line; nothing is run, and
# whatever else happens the line stays as it is.

_segue_pick() {
  emulate -L zsh; trap - ZERR DEBUG
  local line
  local -i chosen
  # Ctrl-C is the picker's: here it would end the line.
  trap '' INT
  _segue_hide
  # What it says when it cannot begin comes out where the line would.
  line=$(SEGUE_HOME=$_segue_state command $_segue_program pick --session=$_segue_session --query="$BUFFER" 2>&1)
  chosen=$(( ! $? ))
  zle reset-prompt
  if (( chosen )); then
    BUFFER=$line
    CURSOR=$#BUFFER
  elif [[ $line == *segue*': '* ]]; then
    zle -M "${line%%$'\n'*}"
  fi
  return 0
}
