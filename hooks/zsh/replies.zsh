# What the daemon answers, read without ever waiting for it.

# Reads what has arrived. The rest of a half answer is fetched when zle says that there is more: a read that waits
# for the end of a message freezes the keyboard for as long as the daemon pleases.
_segue_receive() {
  # Without a connection this would read the user's keys.
  (( _segue_fd )) || return 0
  setopt local_options no_multibyte
  local chunk char
  local -i at size
  sysread -t 0 -s 65536 -i $_segue_fd chunk 2>/dev/null
  case $? in
    (0) ;;
    (4) return 0 ;; # nothing there
    (*)
      # The end, or an error. Unless the handler is removed at once, zle calls it a hundred thousand times a second.
      _segue_is_waiting && _segue_back_off
      _segue_close
      return 0
      ;;
  esac
  _segue_in+=$chunk
  while (( $#_segue_in >= 4 )); do
    size=0
    for at in 1 2 3 4; do
      char=${_segue_in[at]}
      (( size = (size << 8) | #char ))
    done
    if (( size < 1 || size > 1048576 )); then
      _segue_back_off
      _segue_close
      return 0
    fi
    (( $#_segue_in >= 4 + size )) || return 0
    _segue_unpack "${_segue_in[5,4+size]}" && _segue_take
    _segue_in=${_segue_in[5+size,-1]}
  done
}

# Acts on one reply, which is in _segue_values.
_segue_take() {
  local -i sequence=${_segue_values[2]:-0}
  _segue_answered=sequence _segue_unanswered=0 _segue_failures=0
  case ${_segue_values[1]} in
    (129)
      _segue_greet=0
      _segue_follow_settings ${_segue_values[5]-}
      ;;
    (130)
      (( ${_segue_values[3]:-1} )) || _segue_greet=1
      _segue_follow_settings ${_segue_values[4]-}
      ;;
    (131)
      local -a lines
      local line milli
      local -i place step
      for line milli in "${(@)_segue_values[3,-1]}"; do
        if [[ -n $line ]]; then
          lines+=("$line")
          continue
        fi
        # The marks of the lines before, and behind them which step of a workflow each one is.
        for (( place = 1; place <= $#lines; place++ )); do
          (( milli >> (place - 1) & 1 )) && _segue_destructive+=("$lines[place]")
          step=${_segue_values[4+2*$#lines+place]:-0}
          (( step )) && _segue_progress[$lines[place]]="$(( step / 100 ))/$(( step % 100 ))"
        done
        break
      done
      # An answer may have been on its way when the user had a line of it forgotten.
      lines=("${(@)lines:|_segue_forgotten}")
      if (( sequence == _segue_asked_empty )); then
        _segue_next=("${lines[@]}") _segue_sure=${_segue_values[4]:-0}
      elif (( sequence == _segue_asked_typed )); then
        _segue_typed=("${lines[@]}")
      fi
      ;;
    (132) shift _segue_forgotten 2>/dev/null ;;
    (255)
      # Another wire version: this shell is older or newer than the daemon, and will be for a while.
      [[ ${_segue_values[3]} == version ]] && _segue_failures=8 && _segue_back_off
      ;;
  esac
  return 0
}
