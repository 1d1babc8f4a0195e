# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# The way to the daemon and back: a FIFO that is opened for each write, and a file that the daemon replaces.
#
# Opening a FIFO `1<>` blocks neither without a reader nor before a slow one; only writing to a full one would. So no
# more is written than fits into any FIFO until the daemon has acknowledged it: its answer to a suggest means that it
# has read all that came before.

_segue_reset_transport() {
  _segue_fifo=$_segue_run/$_segue_session.fifo
  _segue_answer=$_segue_run/$_segue_session.reply
  _segue_made=0 _segue_opened='' _segue_greet=1 _segue_missed=0
  _segue_sequence=0 _segue_asked=0 _segue_answered=0 _segue_unread=0 _segue_unanswered=0 _segue_unanswered_since=0
  _segue_lines=() _segue_marked=() _segue_mark_of_danger=$'\037' _segue_choice=0
  _segue_sure=0 _segue_walked=''
  _segue_path_given='' _segue_path='' _segue_path_size=0 _segue_path_piece='\332\000\000%s'
}

# Fails when there is nobody to talk to. Makes the FIFO when there is: the only fork, once a shell.
_segue_connect() {
  if [[ ! -S $_segue_run/segue.sock || -e $_segue_run/stalled ]]; then
    \builtin return 1
  fi
  if [[ -p $_segue_fifo ]]; then
    \builtin return 0
  fi
  # A run directory that somebody keeps emptying must not make every prompt fork.
  if [[ ! -p $_segue_run/bell ]] || ((_segue_made >= 5)); then
    \builtin return 1
  fi
  _segue_made=$((_segue_made + 1))
  if ! \builtin command mkfifo -m 600 "$_segue_fifo"; then
    \builtin return 1
  fi
  # Until the daemon holds it open, what is written is lost. It says when: _segue_opened.
  _segue_opened='' _segue_asked=1 _segue_answered=0
  _segue_sequence=1
  _segue_ring
}

# Asks the daemon to look at the run directory.
_segue_ring() {
  if [[ -p $_segue_run/bell ]]; then
    \builtin printf x 1<>"$_segue_run/bell"
  fi
}

# Writes the frames that were packed, unless the daemon is too far behind.
_segue_send() {
  if [[ ! -p $_segue_fifo ]] || ((_segue_unread > 0 && _segue_unread + _segue_size > 6000)); then
    \builtin return 1
  fi
  _segue_unread=$((_segue_unread + _segue_size))
  # shellcheck disable=SC2059 # the frames are the format
  \builtin printf "$_segue_frames" "${_segue_texts[@]}" 1<>"$_segue_fifo"
}

# Reads the answer file; succeeds when it brings the answer to the last suggest, and sets _segue_lines.
_segue_receive() {
  \builtin local head sure
  \builtin local -a fields
  if [[ ! -s $_segue_answer ]]; then
    \builtin return 1
  fi
  # The daemon takes it away for a moment when it writes a new one.
  { IFS=$'\036' \builtin read -r -a fields <"$_segue_answer"; } 2>/dev/null || \builtin return 1
  head=${fields[0]-}
  # Between the number and the chance may stand which settings there are.
  if [[ $head == *' s'* ]]; then
    sure=${head#* s}
    _segue_follow_settings "${sure%% *}"
  fi
  sure=${head##* } head=${head%% *}
  case $head in
    # A daemon has opened the FIFO, and says so with a token of its own: the file may be read again before it is
    # replaced. What was written for its predecessor is lost.
    '0!')
      if [[ ${fields[1]-} == "$_segue_opened" ]]; then
        \builtin return 1
      fi
      if ((_segue_unread)); then
        _segue_missed=1
      fi
      _segue_opened=${fields[1]-} _segue_greet=1 _segue_unread=0
      _segue_unanswered=0 _segue_asked=0 _segue_answered=0
      \builtin return 0
      ;;
  esac
  # Nothing new, or the answer to an earlier question.
  if [[ ${head%'!'} == "$_segue_answered" || ${head%'!'} != "$_segue_asked" ]]; then
    \builtin return 1
  fi
  if [[ $head == *'!' ]]; then
    # It does not know this session.
    _segue_greet=1
  fi
  _segue_answered=${head%'!'} _segue_unread=0 _segue_unanswered=0 _segue_sure=$sure _segue_walked=''
  \builtin unset 'fields[0]'
  _segue_choice=0
  # A mark stands before a destructive line, and behind that which step of a workflow a line is: `2/5` and 0x1d. No line
  # has control characters itself.
  _segue_marked=(${fields[@]+"${fields[@]}"})
  fields=(${fields[@]+"${fields[@]#"$_segue_mark_of_danger"}"})
  _segue_lines=(${fields[@]+"${fields[@]##*$'\035'}"})
}

# Looks for a late answer. When there has been none at three prompts and for some seconds (a paste makes many prompts
# in no time), every shell is told to stay away until the daemon is back, which it shows by hearing the bell.
_segue_catch_up() {
  if ((_segue_asked == _segue_answered)) || _segue_receive; then
    \builtin return 0
  fi
  if ((_segue_unanswered == 0)); then
    _segue_unanswered_since=$SECONDS
  fi
  _segue_unanswered=$((_segue_unanswered + 1))
  if ((_segue_unanswered >= 3 && SECONDS - _segue_unanswered_since >= 2)); then
    _segue_unanswered=0
    \builtin : >|"$_segue_run/stalled"
    _segue_ring
    \builtin return 1
  fi
}
