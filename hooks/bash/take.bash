# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# What the keys do. Each function succeeds when it has done something; when it fails, the key does what it did before.

_segue_accept() {
  if ! _segue_at_end || ! _segue_match; then
    \builtin return 1
  fi
  _segue_note_taken "$_segue_reply" "$((${#_segue_reply} - ${#READLINE_LINE}))"
  READLINE_LINE=$_segue_reply
  READLINE_POINT=2147483647
}

# A word ends where readline's forward-word stops: behind the next letters and digits.
_segue_accept_word() {
  \builtin local rest word
  if ((_segue_bash < 400)) || ! _segue_at_end || ! _segue_match; then
    \builtin return 1
  fi
  rest=${_segue_reply#"$READLINE_LINE"}
  word=${rest%%[[:alnum:]]*}
  rest=${rest#"$word"}
  word=$word${rest%%[![:alnum:]]*}
  _segue_note_taken "$_segue_reply" "${#word}"
  READLINE_LINE=$READLINE_LINE$word
  READLINE_POINT=2147483647
}

# Takes the hint off the screen; until the next prompt nothing is offered.
_segue_dismiss() {
  if [[ -z $_segue_erase ]] || ! _segue_shows_hint; then
    \builtin return 1
  fi
  _segue_fate=4 _segue_lines=() _segue_choice=0
  _segue_draw
}

# Forgets the line that is shown, here and in the daemon, and asks anew.
_segue_forget() {
  \builtin local line="${_segue_lines[_segue_choice]-}"
  if [[ -z $line ]] || ! _segue_shows_hint || ! _segue_connect; then
    \builtin return 1
  fi
  _segue_reset_frames
  _segue_begin_frame
  _segue_add_text "$line"
  _segue_end_frame 4 4
  _segue_ask ''
  if ! _segue_send; then
    \builtin return 1
  fi
  _segue_asked=$_segue_sequence _segue_lines=() _segue_choice=0
  _segue_reset_feedback
  _segue_draw
}

# Chooses the next ($1 = 1) or previous (-1) line, of those that begin with what is typed.
_segue_walk() {
  \builtin local count steps=1
  _segue_latest
  count=${#_segue_lines[@]}
  if ((count > 0)) && _segue_shows_hint && _segue_is_unsure; then
    _segue_walked=1
    _segue_draw
    \builtin return 0
  fi
  if ((count < 2)) || ! _segue_shows_hint; then
    \builtin return 1
  fi
  while ((steps < count)); do
    _segue_reply=$(((_segue_choice + count + $1 * steps) % count))
    if [[ ${_segue_lines[_segue_reply]} == "$READLINE_LINE"* ]]; then
      _segue_choice=$_segue_reply
      _segue_draw
      \builtin return 0
    fi
    steps=$((steps + 1))
  done
  \builtin return 1
}

# Sets _segue_reply to a line that begins with what is typed and goes on: the chosen one, else the first.
_segue_match() {
  \builtin local line
  _segue_latest
  if _segue_is_unsure; then
    \builtin return 1
  fi
  for line in "${_segue_lines[_segue_choice]-}" ${_segue_lines[@]+"${_segue_lines[@]}"}; do
    if [[ ${#line} -gt ${#READLINE_LINE} && $line == "$READLINE_LINE"* ]]; then
      _segue_reply=$line
      \builtin return 0
    fi
  done
  \builtin return 1
}

# Reads an answer whose signal has not been handled yet.
_segue_latest() {
  if ((_segue_asked != _segue_answered)); then
    _segue_receive || \builtin :
  fi
}

# Tells whether the cursor is behind the last character. 4.4 counts bytes, 5.0 and later count characters.
_segue_at_end() {
  _segue_reply=${#READLINE_LINE}
  if ((_segue_bash < 500)); then
    _segue_length "$READLINE_LINE"
  fi
  ((READLINE_POINT >= _segue_reply))
}

# Tells whether the row below is ours to draw on: not when the input line may have wrapped onto it.
_segue_shows_hint() {
  _segue_latest
  ((${#READLINE_LINE} < ${COLUMNS:-80} / 2))
}
