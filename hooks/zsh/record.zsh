# What ran, told to the daemon at the next prompt together with the question what comes next, in one write.

# Begins a command: $1 is the line as it was typed.
_segue_preexec() {
  # Whether # ^ ~ are special in HISTORY_IGNORE depends on the user's option, which the next line resets.
  local _segue_extended=no_extended_glob
  [[ -o extended_glob ]] && _segue_extended=extended_glob
  emulate -L zsh; trap - ZERR DEBUG
  (( ZSH_SUBSHELL )) && return 0
  _segue_settle
  _segue_close
  _segue_ran=1 _segue_line=
  (( ${+SEGUE_PRIVATE} )) || { _segue_may_tell "$1" && _segue_line=$1 }
  # Here and not at the next prompt, which is somewhere else when the command is cd.
  _segue_cwd=$PWD _segue_started=$EPOCHREALTIME
}

# False for a line that must stay unknown. zsh hands lines to preexec that it will not keep itself, so that
# hist_ignore_space and HISTORY_IGNORE are ours to honour; a leading blank means private here with any options.
_segue_may_tell() {
  [[ -n $1 && $1 != [[:space:]]* ]] && _segue_fits "$1" 4000 || return 1
  [[ -n $HISTORY_IGNORE ]] || return 0
  setopt local_options $_segue_extended
  local -i allowed=0
  {
    {
      [[ $1 != ${~HISTORY_IGNORE} ]] && allowed=1
    } always {
      # A malformed pattern is an error, which would end all of preexec.
      TRY_BLOCK_ERROR=0
    }
  } 2>/dev/null
  (( allowed ))
}

# True when a text has at most so many bytes.
_segue_fits() {
  setopt local_options no_multibyte
  (( $#1 <= $2 ))
}

# Begins a prompt.
_segue_precmd() {
  local -i _segue_status=$?
  [[ -z $_segue_skipped ]] || _segue_run_skipped
  emulate -L zsh; trap - ZERR DEBUG
  (( ZSH_SUBSHELL )) && return 0
  (( _segue_ready )) || _segue_set_up
  _segue_keep_hooks
  (( _segue_ran )) || _segue_settle
  _segue_begin_prompt
  _segue_prompted=1
}

# Tells what ran, if anything did, and asks for suggestions.
_segue_begin_prompt() {
  local -i ran=_segue_ran
  _segue_ran=0
  _segue_next=() _segue_typed=() _segue_choice= _segue_asked=
  if (( ${+SEGUE_PRIVATE} )); then
    _segue_close
    (( _segue_missed |= ran ))
    return 0
  fi
  if ! _segue_connect; then
    (( _segue_missed |= ran ))
    return 0
  fi
  _segue_out=
  if (( _segue_greet )) || [[ ${SEGUE_AUTHOR-} != "$_segue_author_set" ]]; then
    _segue_hello
  fi
  # What follows a command that was never told must not look as if it followed the one before that.
  (( _segue_missed )) && [[ $ran == 0 || -n $_segue_line ]] && _segue_record
  (( ran )) && _segue_record "$_segue_line"
  if (( ${SEGUE_EMPTY_PROMPT:-1} )) && [[ $_segue_author == human ]]; then
    _segue_suggest '' && _segue_asked_empty=_segue_sequence
  fi
  _segue_repeat_forget
  [[ -z $_segue_out ]] && return 0
  if _segue_send; then
    _segue_missed=0
  else
    (( _segue_missed |= ran ))
  fi
}

_segue_hello() {
  local REPLY history=${HISTFILE-}
  _segue_author_set=${SEGUE_AUTHOR-}
  _segue_who
  _segue_author=$REPLY
  _segue_fits "$history" 1000 || history=
  _segue_pack i 1 i $(( ++_segue_sequence )) s $_segue_session \
    i $_segue_version s zsh i $sysparams[pid] s "$_segue_author" s "$history"
}

# An empty or missing line is a command of which nothing is told but that it ran.
_segue_record() {
  local -a request=(i 2 i $(( ++_segue_sequence )) s $_segue_session s "$1")
  if [[ -z $1 ]]; then
    request+=(s "$PWD" n '' n '' n '')
  else
    local -i start='_segue_started * 1000' now='EPOCHREALTIME * 1000'
    request+=(s "$_segue_cwd" i $start i $(( now > start ? now - start : 0 )) i $_segue_status)
  fi
  _segue_fits "${request[10]}" 1000 || request[10]=
  _segue_pack "${request[@]}"
}

# Asks for lines that begin with $1; false when that is too long to ask.
_segue_suggest() {
  local cwd=$PWD
  _segue_fits "$1" 4000 || return 1
  _segue_fits "$cwd" 1000 || cwd=
  _segue_pack i 3 i $(( ++_segue_sequence )) s $_segue_session s "$1" s "$cwd" i 5
}
