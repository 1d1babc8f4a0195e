# What became of the suggestion at this prompt. It is told with the command that was run, and so costs no request.
#
#   _segue_stood     the line that stood on the empty prompt last, "" when none did
#   _segue_fate      what keys have made of it: 0 nothing, 2 taken, 4 dismissed
#   _segue_saved     the characters that keys have taken, from whatever was shown
#   _segue_dismissed whether this prompt is to show nothing more
#   _segue_feedback  the fields of the record that tell it, set when the command begins

_segue_begin_feedback() {
  _segue_stood= _segue_fate=0 _segue_saved=0 _segue_dismissed=0
}

# Notes that a line stands on the empty prompt.
_segue_note_shown() {
  [[ $1 == "$_segue_stood" ]] || _segue_stood=$1 _segue_fate=0
  # What was taken before has been deleted again.
  _segue_saved=0
}

# Notes that a key has taken $2 characters of the line $1.
_segue_note_taken() {
  (( _segue_saved += $2 ))
  [[ $1 == "$_segue_stood" ]] && _segue_fate=2
  return 0
}

# Judges by the line that begins to run.
_segue_judge() {
  local -i outcome=0
  _segue_feedback=(s '' i 0 i 0)
  if [[ -n $_segue_stood ]]; then
    (( outcome = _segue_fate ? _segue_fate : 3 ))
    [[ $1 == "$_segue_stood" ]] && outcome=1
  fi
  (( outcome || _segue_saved )) && _segue_feedback=(s "$_segue_stood" i $outcome i $_segue_saved)
  return 0
}
