# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# The key that opens the picker, with what is typed as the query. What is chosen replaces the line; nothing is run, and
# whatever else happens the line stays as it is. 3.2 hides the line from its keys, and so has none for this.

_segue_pick() {
  \builtin local line
  if ((_segue_bash < 400)); then
    \builtin return 1
  fi
  _segue_wipe
  # What it says when it cannot begin comes out where the line would.
  if line=$(
    SEGUE_HOME=$_segue_state \builtin command "$_segue_program" pick \
      --session="$_segue_session" --query="$READLINE_LINE" 2>&1
  ); then
    READLINE_LINE=$line
    READLINE_POINT=2147483647
  elif [[ $line == *segue*': '* ]]; then
    _segue_say "${line%%$'\n'*}"
  fi
  \builtin return 0
}

# Shows a message on the row below the input line, until the next prompt.
_segue_say() {
  _segue_erase=$'\033[K'
  # Index and up: makes sure that there is a row below. Without autowrap no text can reach the row after it.
  \builtin printf '\033D\033[A\0337\033[B\033[2K\033[G\033[?7l%s\033[?7h\0338' "$1" >/dev/tty
}
