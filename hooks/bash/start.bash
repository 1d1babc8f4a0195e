# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# Starts it all, unless the shell is not interactive. Sourcing this again replaces the functions and nothing else.

# The loop is the only way to see which command bash executed last: a simple command would be that itself. It leaves
# $? and PIPESTATUS alone.
# shellcheck disable=SC2016 # expanded at each prompt
_segue_first='for _segue_command in "$BASH_COMMAND"; do _segue_precmd 2>/dev/null; done'
_segue_last='_segue_arm 2>/dev/null'
if ((_segue_bash < 404)); then
  # A DEBUG trap can be neither read nor set in a function: there it is always empty.
  # shellcheck disable=SC2016
  _segue_last='_segue_status=$?
if [[ -n $_segue_ready ]]; then
  { \builtin trap -p DEBUG; \builtin printf "\0"; } 2>/dev/null 1<>"$_segue_file"
  _segue_chain_debug 2>/dev/null
  \builtin trap -- "$_segue_debug_trap" DEBUG
fi
_segue_arm "$_segue_status" 2>/dev/null'
fi

_segue_start() {
  if [[ $- != *i* ]]; then
    \builtin return 0
  fi
  # An array, for those are never inherited from a parent shell's environment.
  if [[ -z ${_segue_started_here[0]-} ]]; then
    _segue_started_here=(1)
    \builtin printf -v _segue_session '%d-%x' "$$" "$((RANDOM * 32768 + RANDOM))"
    _segue_reset_transport
    _segue_reset_history
    _segue_reset_record
    _segue_reset_feedback
    _segue_reset_hint
    _segue_reset_keys
    _segue_reset_traps
    _segue_reset_bash3
  fi
  if [[ -n ${SEGUE_PRIVATE+x} ]]; then
    # What is private here must not reach the daemon through the file that it follows for shells without a hook.
    \builtin unset HISTFILE
  fi
  _segue_join_blesh || _segue_hook_prompt
}

# Puts our two parts around PROMPT_COMMAND.
_segue_hook_prompt() {
  if [[ ${PROMPT_COMMAND[*]-} == *_segue_precmd* ]]; then
    \builtin return 0
  fi
  if ((_segue_bash >= 501)); then
    # As elements of their own: bash gives each the status and PIPESTATUS that the command had.
    PROMPT_COMMAND=("$_segue_first" ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"} "$_segue_last")
  else
    # shellcheck disable=SC2128,SC2178 # before 5.1 it is a string
    PROMPT_COMMAND=$_segue_first${PROMPT_COMMAND:+$'\n'$PROMPT_COMMAND}$'\n'$_segue_last
  fi
}

_segue_start
