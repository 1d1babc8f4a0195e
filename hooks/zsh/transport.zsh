# The connection, opened at the prompt and closed in preexec: zsh cannot make a socket close-on-exec, so one that stayed
# open would be inherited by every command. Whatever state the daemon is in, the shell must not wait for it:
#
# * a missing socket is seen by a test, and a refused connection is not tried again for 1, 2, 4 … 256 seconds;
# * connect() blocks once the backlog of a stopped daemon is full, so when three prompts stay unanswered the file
#   `stalled` keeps every shell away until the daemon has removed it;
# * write() blocks once the socket's buffer is full, and not even a signal gets zsh out of it. zselect tells
#   whether it would, which is reliable only for small writes: at most 8,000 bytes, into a buffer that is empty.

_segue_connect() {
  [[ -S $_segue_run/segue.sock ]] || return 1
  if [[ -e $_segue_run/stalled ]]; then
    _segue_is_due && _segue_back_off && _segue_ring
    _segue_stalled=1
    return 1
  fi
  if (( _segue_stalled )); then
    # The daemon is back: whatever was left of the back-off was for the bell.
    _segue_stalled=0 _segue_failures=0 _segue_retry_at=0
  fi
  (( _segue_retry_at == 0 )) || _segue_is_due || return 1
  local REPLY
  local -i fd
  if ! zsocket $_segue_run/segue.sock 2>/dev/null; then
    _segue_back_off
    return 1
  fi
  fd=$REPLY
  # Scripts and redirections use the descriptors below 10 by number.
  if (( fd < 10 )); then
    exec {_segue_fd}>&$fd {fd}>&-
  else
    _segue_fd=fd
  fi
  _segue_in= _segue_answered=_segue_sequence
  zle -F $_segue_fd _segue_readable
}

_segue_close() {
  (( _segue_fd )) || return 0
  zle -F $_segue_fd 2>/dev/null
  { exec {_segue_fd}>&- } 2>/dev/null
  _segue_fd=0
  return 0
}

# Sends _segue_out.
_segue_send() {
  local -a ready
  if zselect -a ready -t 0 -w $_segue_fd && syswrite -o $_segue_fd -- "$_segue_out" 2>/dev/null; then
    _segue_sent_at=$EPOCHREALTIME
    return 0
  fi
  _segue_close
  _segue_back_off
  return 1
}

_segue_is_waiting() {
  (( _segue_fd && _segue_answered != _segue_sequence ))
}

# True once the last back-off is over. A clock that was set back must not make it last longer.
_segue_is_due() {
  (( EPOCHREALTIME >= _segue_retry_at || EPOCHREALTIME < _segue_retry_at - 256 ))
}

_segue_back_off() {
  (( _segue_retry_at = EPOCHREALTIME + (1 << _segue_failures), _segue_failures += _segue_failures < 8 ))
  return 0
}

# Looks back at the requests of the prompt that ends. Fast typing and pastes overtake even a healthy daemon, so that at
# the third unanswered prompt in a row it gets 40 ms, once, and it counts as stalled after a whole second of silence.
# What a shell can send until then fits into any backlog.
_segue_settle() {
  _segue_is_waiting || return 0
  _segue_receive
  _segue_is_waiting || return 0
  (( _segue_unanswered )) || _segue_silent_since=_segue_sent_at
  (( ++_segue_unanswered < 3 )) && return 0
  if (( _segue_unanswered == 3 )); then
    local -a ready
    zselect -a ready -t 4 -r $_segue_fd && _segue_receive
    _segue_is_waiting || return 0
  fi
  (( EPOCHREALTIME - _segue_silent_since < 1 )) && return 0
  local -i fd
  sysopen -w -o creat -m 600 -u fd $_segue_run/stalled 2>/dev/null && exec {fd}>&-
  _segue_unanswered=0
  _segue_close
  _segue_ring
  return 0
}

# Asks the daemon to look at the run directory. Opened for reading too, a FIFO that nobody reads does not block.
_segue_ring() {
  [[ -p $_segue_run/bell ]] || return 0
  local -i fd
  local -a ready
  sysopen -rw -u fd $_segue_run/bell 2>/dev/null || return 0
  zselect -a ready -t 0 -w $fd && syswrite -o $fd -- ! 2>/dev/null
  exec {fd}>&-
  return 0
}
