# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# What became of the suggestion at this prompt. It is told with the command that was run, and so costs no request.
#
#   _segue_stood  the line that was drawn last on the empty prompt, "" when none was
#   _segue_fate   what keys have made of it: 0 nothing, 2 taken, 4 dismissed
#   _segue_saved  the characters that keys have taken, from whatever was offered

_segue_reset_feedback() {
  _segue_stood='' _segue_fate=0 _segue_saved=0
}

# Notes that a line is on the screen.
_segue_note_shown() {
  if [[ $1 != "$_segue_stood" ]]; then
    _segue_stood=$1 _segue_fate=0
  fi
}

# Notes that a key takes $2 characters of the line $1.
_segue_note_taken() {
  _segue_saved=$((_segue_saved + $2))
  if [[ $1 == "$_segue_stood" ]]; then
    _segue_fate=2
  fi
}

# Adds to the record of the line $1 what became of the suggestion, if there is anything to tell, and sets _segue_reply to
# the number of fields. Of 6,000 bytes the question that follows may need a fifth. The line goes before the suggestion.
_segue_add_feedback() {
  \builtin local outcome=0 numbers
  if [[ -n $_segue_stood ]]; then
    outcome=$((_segue_fate ? _segue_fate : 3))
    if [[ $1 == "$_segue_stood" ]]; then
      outcome=1
    fi
  fi
  if ((outcome || _segue_saved)); then
    _segue_length "$_segue_stood"
    if ((_segue_unread + _segue_size + _segue_body_size + _segue_reply <= 4700)); then
      _segue_add_text "$_segue_stood"
      \builtin printf -v numbers '\\%03o\\315\\%03o\\%03o' \
        "$outcome" "$((_segue_saved >> 8 & 255))" "$((_segue_saved & 255))"
      _segue_add_bytes "$numbers"
      _segue_reply=3
      \builtin return 0
    fi
  fi
  _segue_reply=0
}
