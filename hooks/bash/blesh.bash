# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# Inside ble.sh, which replaces readline. Its hooks tell what runs, word for word, and its auto-complete shows the
# suggestion as ghost text, with its own keys to take it. Nothing is done to PROMPT_COMMAND, traps and prompts then.

# Fails when ble.sh is not loaded.
_segue_join_blesh() {
  if [[ -z ${BLE_VERSION-} ]] || ! \builtin type -t blehook >/dev/null; then
    \builtin return 1
  fi
  _segue_file=$_segue_run/$_segue_session.line
  blehook PREEXEC!=_segue_ble_preexec
  blehook PRECMD!=_segue_ble_precmd
  blehook EXIT!=_segue_exit
  blehook complete_insert!=_segue_ble_inserted
  blehook/eval-after-load complete _segue_ble_join_complete
}

_segue_ble_join_complete() {
  # In posix mode such a name would be an error wherever ble.sh is not.
  \builtin eval 'function ble/complete/auto-complete/source:segue { _segue_ble_source; }'
  if [[ " ${_ble_complete_auto_source[*]-} " != *' segue '* ]]; then
    _ble_complete_auto_source=(segue ${_ble_complete_auto_source[@]+"${_ble_complete_auto_source[@]}"})
  fi
}

_segue_ble_preexec() {
  _segue_count_jobs
  _segue_ran=1 _segue_cwd=$PWD _segue_line='' _segue_kept_back=0 _segue_jobs=$_segue_reply
  if ((_segue_bash >= 500)); then
    _segue_started=${EPOCHREALTIME/[!0-9]/}
  else
    _segue_started=-1
  fi
  _segue_length "$1"
  if [[ $1 != [[:space:]]* ]] && ((_segue_reply <= 4000)) && ! _segue_is_ignored "$1" "${HISTIGNORE-}"; then
    _segue_line=$1
    _segue_keep_back
  fi
}

_segue_ble_precmd() {
  \builtin local status="${_ble_edit_exec_lastexit:-0}" ran="$_segue_ran"
  _segue_ran=0 _segue_lines=() _segue_choice=0
  if [[ -n ${SEGUE_PRIVATE+x} ]] || ! _segue_connect; then
    _segue_missed=$((_segue_missed | ran))
    _segue_reset_feedback
    \builtin return 0
  fi
  if _segue_catch_up && [[ -n $_segue_opened ]]; then
    _segue_tell "$ran" "$status"
  else
    _segue_missed=$((_segue_missed | ran))
  fi
  _segue_reset_feedback
  ble/util/idle.push --sleep=5 '_segue_ble_show_next 0'
}

# ble.sh asks no source about an empty line, so the ghost there is put up when it has nothing else to do. $1 counts the
# looks for an answer; after two seconds there will be none.
_segue_ble_show_next() {
  if [[ -n $_ble_edit_str || ${SEGUE_EMPTY_PROMPT:-${_segue_setting_empty_prompt-}} == 0 || $_segue_author != human ]]; then
    \builtin return 0
  fi
  if ((_segue_asked == 0 || _segue_asked != _segue_answered)) && _segue_receive && ((_segue_asked == 0)); then
    _segue_tell 0
  fi
  if ((_segue_asked > 0 && _segue_asked == _segue_answered)); then
    if [[ -n ${_segue_lines[0]-} ]] && ! _segue_is_unsure; then
      ble/complete/auto-complete/enter h 0 "${_segue_lines[0]}" '' "${_segue_lines[0]}"
      ble/textarea#render
      _segue_note_shown "${_segue_lines[0]}"
    fi
  elif (($1 < 400)); then
    ble/util/idle.push --sleep=5 "_segue_ble_show_next $(($1 + 1))"
  fi
  \builtin return 0
}

# The source of ble.sh's auto-complete: 0 when it has shown something, 1 when it has nothing, 148 when a key came.
_segue_ble_source() {
  \builtin local typed="$_ble_edit_str" looks=0
  if [[ ${SEGUE_WHILE_TYPING:-${_segue_setting_while_typing-}} == 0 ]] || _segue_ble_is_long "$typed"; then
    \builtin return 1
  fi
  if [[ $_ble_edit_ind != "${#typed}" || $typed == [[:space:]]* || $typed == *$'\n'* || -n ${SEGUE_PRIVATE+x} ]]; then
    \builtin return 1
  fi
  if _segue_ble_offer "$typed"; then
    \builtin return 0
  fi
  if [[ $_segue_author != human ]] || ! _segue_connect; then
    \builtin return 1
  fi
  _segue_reset_frames
  _segue_ask "$typed"
  if ! _segue_send; then
    \builtin return 1
  fi
  _segue_asked=$_segue_sequence
  while ((looks < 20)); do
    ble/util/msleep 1
    if ble/decode/has-input; then
      \builtin return 148
    fi
    if _segue_receive; then
      \builtin break
    fi
    looks=$((looks + 1))
  done
  _segue_ble_offer "$typed"
}

# Tells whether a line is too long to ask for.
_segue_ble_is_long() {
  \builtin local limit="${SEGUE_BUFFER_MAX_SIZE:-${_segue_setting_max_buffer-}}"
  case $limit in
    '' | *[!0-9]* | ?????*) limit=1000 ;;
  esac
  ((${#1} > 10#$limit))
}

# Shows the first of the lines that goes on from what is typed.
_segue_ble_offer() {
  \builtin local line
  for line in ${_segue_lines[@]+"${_segue_lines[@]}"}; do
    if [[ ${#line} -gt ${#1} && $line == "$1"* ]]; then
      ble/complete/auto-complete/enter h 0 "${line:${#1}}" '' "$line"
      \builtin return 0
    fi
  done
  \builtin return 1
}

# Called by ble.sh when a completion has been inserted, also one that is none of ours: then its word is none of our lines.
# comp_text, ble.sh's, is the line without the ghost, and with it where only words of it were taken.
_segue_ble_inserted() {
  \builtin local line
  for line in ${_segue_lines[@]+"${_segue_lines[@]}"}; do
    if [[ $line == "${_ble_complete_ac_word-}" && -n ${_ble_complete_ac_insert-} ]]; then
      _segue_note_taken "$line" "$((${#line} - ${#comp_text}))"
      \builtin break
    fi
  done
  \builtin return 0
}
