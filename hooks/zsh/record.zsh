# What ran: noted when it begins and when the next prompt comes, told by `tell` once that prompt has been drawn.

# Begins a command: $1 is the line as it was typed.
_segue_preexec() {
  # Whether # ^ ~ are special in HISTORY_IGNORE depends on the user's option, which the next line resets.
  local _segue_extended=no_extended_glob
  [[ -o extended_glob ]] && _segue_extended=extended_glob
  emulate -L zsh; trap - ZERR DEBUG
  (( ZSH_SUBSHELL )) && return 0
  # Keys that were typed ahead have left zle no time for it.
  (( _segue_untold )) && _segue_tell
  if (( _segue_fd )); then
    _segue_settle
    _segue_close
  fi
  _segue_running=1 _segue_kept_back=0 _segue_line=
  (( ${+SEGUE_PRIVATE} )) || { _segue_may_tell "$1" && _segue_line=$1 }
  _segue_judge "$1"
  # Here and not at the next prompt, which is somewhere else when the command is cd, and may have other jobs.
  _segue_cwd=$PWD _segue_jobs=${#jobstates} _segue_started=$EPOCHREALTIME
}

# False for a line that must stay unknown. zsh hands lines to preexec that it will not keep itself, so that
# hist_ignore_space and HISTORY_IGNORE are ours to honour; a leading blank means private here with any options.
_segue_may_tell() {
  [[ -n $1 && $1 != [[:space:]]* ]] || return 1
  (( $#1 <= 1000 )) || _segue_fits "$1" 4000 || return 1
  [[ -n $HISTORY_IGNORE ]] && _segue_matches "$1" "$HISTORY_IGNORE" && return 1
  if [[ -n $SEGUE_HISTORY_IGNORE ]] && _segue_matches "$1" "$SEGUE_HISTORY_IGNORE"; then
    # zsh's own file will have it.
    _segue_kept_back=1
    return 1
  fi
  return 0
}

# Whether the line $1 is one of the pattern $2. Of a pattern that is none every line is one.
_segue_matches() {
  setopt local_options $_segue_extended
  local -i differs=0
  {
    {
      [[ $1 != ${~2} ]] && differs=1
    } always {
      # A malformed pattern is an error, which would end all of preexec.
      TRY_BLOCK_ERROR=0
    }
  } 2>/dev/null
  (( ! differs ))
}

# Begins a prompt.
_segue_precmd() {
  local -i _segue_status=$?
  # As the user has set them, before emulate resets them.
  local _segue_options=${options[cdable_vars]}${options[auto_cd]}
  [[ -z $_segue_skipped ]] || _segue_run_skipped
  emulate -L zsh; trap - ZERR DEBUG
  (( ZSH_SUBSHELL )) && return 0
  _segue_cd_options=$_segue_options
  (( _segue_ready )) || _segue_set_up
  _segue_keep_hooks
  if (( _segue_running )); then
    _segue_running=0 _segue_untold=1 _segue_exit=_segue_status _segue_ended=$EPOCHREALTIME
  elif (( _segue_fd )); then
    _segue_settle
  fi
  _segue_begin_prompt
  _segue_prompted=1
}

# Called by zle when a line begins. After a line that Ctrl-C ended zsh skips one precmd function, maybe ours.
_segue_line_init() {
  emulate -L zsh; trap - ZERR DEBUG
  [[ $CONTEXT == start ]] || return 0
  _segue_skipped=
  if (( ! _segue_prompted )); then
    (( _segue_fd )) && _segue_settle
    _segue_begin_prompt
  fi
  _segue_prompted=0
  return 0
}

# Puts off what costs time until the prompt is on the screen: zle calls the handler as soon as it waits for a key,
# because there is always something to read in a file.
_segue_begin_prompt() {
  _segue_next=() _segue_typed=() _segue_destructive=() _segue_progress=() _segue_choice= _segue_asked=
  _segue_begin_feedback
  if _segue_make_scratch; then
    zle -F $_segue_scratch _segue_drawn_prompt
  else
    _segue_tell ask
  fi
}

_segue_drawn_prompt() {
  emulate -L zsh; trap - ZERR DEBUG
  zle -F $_segue_scratch
  _segue_tell ask
  return 0
}
