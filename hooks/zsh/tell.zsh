# The requests, one write a prompt: hello when it is due, what ran, what to forget, and the question what comes next.

# Tells what ran, if anything did; with `ask`, asks for suggestions too.
_segue_tell() {
  local -i ran=_segue_untold
  _segue_untold=0
  if (( ${+SEGUE_PRIVATE} )); then
    _segue_close
    (( _segue_missed |= ran ))
    return 0
  fi
  if (( ! _segue_fd )) && ! _segue_connect; then
    (( _segue_missed |= ran ))
    return 0
  fi
  _segue_out=
  if (( _segue_greet )) || [[ ${SEGUE_AUTHOR-} != "$_segue_author_set" || $PATH != "$_segue_path_set" ]]; then
    _segue_hello
  fi
  # What follows a command that was never told must not look as if it followed the one before that.
  (( _segue_missed )) && [[ $ran == 0 || -n $_segue_line ]] && _segue_record
  (( ran )) && _segue_record "$_segue_line" $_segue_kept_back
  if [[ $1 == ask && ${SEGUE_EMPTY_PROMPT:-$_segue_setting_empty_prompt} != 0 && $_segue_author == human ]]; then
    _segue_suggest '' && _segue_asked_empty=_segue_sequence
  fi
  (( $#_segue_forgotten )) && _segue_repeat_forget
  [[ -z $_segue_out ]] && return 0
  if _segue_send; then
    _segue_missed=0
  else
    (( _segue_missed |= ran ))
  fi
}

_segue_hello() {
  local REPLY history=${HISTFILE-}
  local -a found
  _segue_author_set=${SEGUE_AUTHOR-} _segue_path_set=$PATH
  _segue_who
  _segue_author=$REPLY
  _segue_find_names
  _segue_fits "$history" 1000 || history=
  _segue_pack i 1 i $(( ++_segue_sequence )) s $_segue_session \
    i $_segue_version s zsh i $sysparams[pid] s "$_segue_author" s "$history" n '' "${found[@]}"
}

# Sets the caller's found to where this shell finds commands: its PATH, and the names that it knows besides. Where these
# are too many for one write, or a directory in CDPATH is a command too, the daemon takes every command for known.
_segue_find_names() {
  local -a names=(
    ${(k)aliases} ${(k)galiases} ${${(k)saliases}/#/.} ${${(k)functions}:#_*}
  )
  # The daemon must not judge where cd leads when that is not only up to its target.
  (( $#cdpath )) || [[ $_segue_cd_options == on* ]] && names+=(cd)
  found=(s "$PATH" s "${(F)names}")
  _segue_fits "$PATH" 2000 || found=(n '' s "${(F)names}")
  _segue_fits "$PATH$found[4]$_segue_line" 4900 && [[ $_segue_cd_options$names[-1] != *oncd ]] ||
    found[3,4]=(n '')
}

# An empty or missing line is a command of which nothing is told but that it ran; with $2 also when, by which the daemon
# knows it in the history file.
_segue_record() {
  local -a request=(i 2 i $(( ++_segue_sequence )) s $_segue_session s "$1")
  local -i start='_segue_started * 1000' end='_segue_ended * 1000'
  if [[ -z $1 ]]; then
    request+=(s "$PWD" n '' n '' n '')
    (( $2 )) && request[11,12]=(i $start)
  else
    request+=(s "$_segue_cwd" i $start i $(( end > start ? end - start : 0 )) i $_segue_exit)
  fi
  (( $#request[10] <= 250 )) || _segue_fits "${request[10]}" 1000 || request[10]=
  # Of a write's 8,000 bytes the question that follows may need a seventh. The line goes before the suggestion.
  if [[ -n $1 ]]; then
    (( $#_segue_out + $#1 + $#request[10] + $#_segue_feedback[2] <= 1500 )) ||
      _segue_fits "$_segue_out${(j::)request}$_segue_feedback[2]" 6800 || _segue_feedback=(s '' i 0 i 0)
    request+=("${_segue_feedback[@]}" i $_segue_jobs)
  fi
  _segue_pack "${request[@]}"
}

# Asks for lines that begin with $1; false when that is too long to ask.
_segue_suggest() {
  local cwd=$PWD count=${SEGUE_COUNT:-$_segue_setting_count}
  [[ $count == <1-64> ]] || count=5
  (( $#1 <= 1000 )) || _segue_fits "$1" 4000 || return 1
  (( $#cwd <= 250 )) || _segue_fits "$cwd" 1000 || cwd=
  _segue_pack i 3 i $(( ++_segue_sequence )) s $_segue_session s "$1" s "$cwd" i $count n '' i 2 i ${#jobstates}
}

# True when a text has at most so many bytes. A quarter as many characters, which is what most texts have, always fit.
_segue_fits() {
  setopt local_options no_multibyte
  (( $#1 <= $2 ))
}
