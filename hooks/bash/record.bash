# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# What happens at a prompt: what ran is told together with the question what comes next, in one write.

_segue_prompt_of_jobs='\j'

_segue_reset_record() {
  _segue_ran=0 _segue_started=0 _segue_cwd=$PWD _segue_jobs='' _segue_blind_ran=0 _segue_command='' _segue_reply=''
  _segue_author=human _segue_author_set='' _segue_path_set='' _segue_prompting='' _segue_behind='' _segue_waits=''
}

# First in PROMPT_COMMAND. An IFS of letters or digits would, in 3.2, take even array subscripts apart.
_segue_precmd() {
  \builtin local status="$?" ran="$_segue_ran" IFS=$' \t\n'
  _segue_waits='' _segue_begins=(builtin :) _segue_up=0 _segue_ran=0
  _segue_restore_ps1
  _segue_clean "$ran"
  _segue_begin_prompt "$ran" "$status"
  _segue_reset_feedback
  _segue_leave "$status"
}

# Last in PROMPT_COMMAND.
_segue_arm() {
  \builtin local status="${1-$?}" IFS=$' \t\n'
  _segue_cwd=$PWD
  _segue_count_jobs
  _segue_jobs=$_segue_reply
  if [[ -n $_segue_prompting ]]; then
    _segue_remember_history
  fi
  if [[ -n $_segue_ready ]]; then
    _segue_keep_ps1
    _segue_waits=1 _segue_begins=(_segue_debug)
  fi
  _segue_leave "$status"
}

# Returns the status that the command had, for what the user has in PROMPT_COMMAND. From 5.1 on bash itself gives it to
# each element. Where nobody looks at it an ERR trap shall not fire, nor `set -e` end the shell.
_segue_leave() {
  if ((_segue_bash < 501)) && [[ $- != *e* ]] && ! _segue_is_alone; then
    \builtin return "$1"
  fi
}

# Before 5.1: tells whether there is nothing of the user's in PROMPT_COMMAND.
_segue_is_alone() {
  # Not [[ ]]: 3.2 takes a quoted backslash there for a quote.
  # shellcheck disable=SC2128 # it is a string then
  \builtin test "${PROMPT_COMMAND-}" = "$_segue_first"$'\n'"$_segue_last"
}

# Arguments: whether anything ran, and its exit status.
_segue_begin_prompt() {
  \builtin local ready="$_segue_prompting"
  _segue_prompting='' _segue_behind='' _segue_lines=() _segue_choice=0
  if [[ -n ${SEGUE_PRIVATE+x} ]] || ! _segue_connect; then
    _segue_missed=$((_segue_missed | $1))
    \builtin return 0
  fi
  _segue_prompting=1
  _segue_read_settings
  _segue_set_up
  if [[ -z $ready ]]; then
    # Nobody looked at the history before the command, if there was one: nothing can be said about it.
    _segue_missed=$((_segue_missed | $1))
    \builtin set -- 0 "$2"
  fi
  _segue_evidence
  _segue_blind_ran=0
  if (($1)); then
    _segue_identify "$_segue_reply"
  elif [[ -n $ready ]] && { ((_segue_bash < 404)) || ! \builtin shopt -q promptvars; }; then
    _segue_look_what_ran "$_segue_reply"
  fi
  _segue_keep_hooks
  if _segue_catch_up && [[ -n $_segue_opened ]]; then
    _segue_tell "$(($1 | _segue_blind_ran))" "$2"
  else
    _segue_missed=$((_segue_missed | $1 | _segue_blind_ran))
  fi
}

# Sets _segue_reply to the last simple command that bash executed, as it was written, or to "" when something else in
# PROMPT_COMMAND came first.
_segue_evidence() {
  _segue_reply=''
  if [[ ${PROMPT_COMMAND-} == "$_segue_first"* ]] && ((${#FUNCNAME[@]} == 3)); then
    _segue_reply=$_segue_command
  fi
}

# Sends what is due: hello, what ran when anything did ($1, with the exit status $2), and the question what comes next.
_segue_tell() {
  _segue_reset_frames
  if ((_segue_greet)) || [[ ${SEGUE_AUTHOR-} != "$_segue_author_set" || ${PATH-} != "$_segue_path_set" ]]; then
    _segue_tell_who
  fi
  # What follows a command that was never told must not look as if it followed the one before that.
  if ((_segue_missed)); then
    _segue_tell_line ''
  fi
  if (($1)); then
    _segue_tell_line "$_segue_line" "$2"
  fi
  _segue_ask ''
  if _segue_send; then
    _segue_asked=$_segue_sequence _segue_greet=0 _segue_missed=0 _segue_behind=''
  else
    _segue_missed=$((_segue_missed | $1)) _segue_behind=1
  fi
}

_segue_tell_who() {
  \builtin local history="${HISTFILE-}"
  _segue_author_set=${SEGUE_AUTHOR-} _segue_path_set=${PATH-}
  _segue_who
  _segue_author=$_segue_reply
  _segue_length "$history"
  if ((_segue_reply > 1000)); then
    history=''
  fi
  _segue_begin_frame
  _segue_add_numbers "$_segue_version"
  _segue_add_text bash
  _segue_add_numbers "$$"
  _segue_add_text "$_segue_author"
  _segue_add_text "$history"
  _segue_add_numbers "$_segue_bash"
  _segue_add_names
  _segue_end_frame 11 1
}

# Arguments: a line and its exit status. Of an empty line nothing is told but that it ran; where it was kept back also
# when, by which the daemon knows it in the history file.
_segue_tell_line() {
  \builtin local start duration fields=8
  _segue_begin_frame
  _segue_add_text "$1"
  if [[ -z $1 ]] && (($# == 1 || !_segue_kept_back || _segue_started < 0)); then
    _segue_add_bytes '\240\300\300\300'
  elif ((_segue_started < 0)); then
    _segue_add_path "$_segue_cwd"
    _segue_add_bytes '\300\300'
    _segue_add_numbers "$2"
  else
    if ((_segue_bash >= 500)); then
      # The separator is the locale's.
      duration=$(((${EPOCHREALTIME/[!0-9]/} - _segue_started) / 1000))
      start=$((_segue_started / 1000))
    else
      duration=$(((SECONDS - _segue_started) * 1000))
      start=$((${_segue_stamp:-0} * 1000))
    fi
    _segue_add_path "$_segue_cwd"
    # Clocks jump.
    _segue_add_numbers "$start" "$((duration < 0 ? 0 : duration))" "$2"
  fi
  if [[ -n $1 ]]; then
    _segue_add_feedback "$1"
    if [[ -z $_segue_jobs ]]; then
      fields=$((fields + _segue_reply))
    else
      fields=12
      # They stand behind the fields of the suggestion.
      if ((_segue_reply)); then
        _segue_add_bytes "$_segue_jobs"
      else
        _segue_add_bytes "\\240\\000\\000$_segue_jobs"
      fi
    fi
  fi
  _segue_end_frame "$fields" 2
}

# Asks what comes next: eight lines at most, where nothing else is set. $1 is what is typed.
_segue_ask() {
  \builtin local count=010
  _segue_begin_frame
  _segue_add_text "$1"
  _segue_add_path "$PWD"
  _segue_count_jobs
  case ${SEGUE_COUNT:-${_segue_setting_count-}} in
    [1-9] | [1-5][0-9]) \builtin printf -v count '%03o' "${SEGUE_COUNT:-$_segue_setting_count}" ;;
  esac
  _segue_add_bytes "\\$count\\300\\002$_segue_reply"
  _segue_end_frame "$((8 + (${#_segue_reply} > 0)))" 3
}

# Sets _segue_reply to the byte that tells how many jobs the shell has, stopped or running, or to "" before 4.4, which
# can only say it by `jobs`: that would take the news of those that have ended away from the user.
_segue_count_jobs() {
  _segue_reply=''
  if ((_segue_bash >= 404)); then
    _segue_reply=${_segue_prompt_of_jobs@P}
    case $_segue_reply in
      [0-7]) _segue_reply="\\00$_segue_reply" ;;
      *) \builtin printf -v _segue_reply '\\%03o' "$((_segue_reply < 127 ? _segue_reply : 127))" ;;
    esac
  fi
}

# Notes what the history looks like now that all of PROMPT_COMMAND has run: a `history -n` in it adds what other
# shells have run.
_segue_remember_history() {
  if ((_segue_bash < 501)) && ! _segue_is_alone; then
    _segue_read_history
  fi
  _segue_history_mark
  _segue_imported=''
  if [[ $_segue_reply != "$_segue_mark" ]]; then
    _segue_imported=1
  fi
  _segue_mark=$_segue_reply
}
