# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# Where bash lets us in besides PROMPT_COMMAND: SIGWINCH, EXIT, PS0 or the DEBUG trap, and PS2. What the user has put
# there stays and runs behind ours, with the exit status that it would have seen.

# PS0 and PS2 expand to what clears the row of a hint: Enter has taken the cursor to its beginning. PS0 also notes, in
# an arithmetic expression that yields nothing, that and when something ran: it is the one thing that bash does before
# every command, subshells and functions included, and that costs nothing in loops. In the same way the end of PS1 tells
# that readline is next, so that a trap that runs while the prompt is still being made draws nothing.
# BASH_VERSION is always set, in a child that inherits the prompts, too.
# shellcheck disable=SC2016 # bash expands them at each prompt
_segue_ps2='\[${_segue_erase-}\]'
# shellcheck disable=SC2016
_segue_ps1='${BASH_VERSION:(_segue_up=1)*0:0}'
# shellcheck disable=SC2016
_segue_ps0='${_segue_erase-}${BASH_VERSION:(_segue_ran=1,_segue_started=SECONDS)*0:0}'
if ((_segue_bash >= 500)); then
  # The separator is the locale's. Not [!0-9]: in posix mode a prompt's ! is the history number.
  _segue_ps0=${_segue_ps0/SECONDS/'${EPOCHREALTIME/[^0-9]/}'}
fi

_segue_reset_traps() {
  _segue_ready='' _segue_trap='' _segue_window='' _segue_up=0
}

# Once a shell, at the first prompt with a daemon: rc files have set all they want by then.
_segue_set_up() {
  if [[ -n $_segue_ready ]]; then
    \builtin return 0
  fi
  _segue_ready=1
  _segue_file=$_segue_run/$_segue_session.line
  _segue_read_history
  _segue_history_mark
  _segue_mark=$_segue_reply
  _segue_chain_exit
  if ((_segue_bash < 404)); then
    _segue_mend_wait
  fi
}

# At every prompt: puts back what something else has overwritten meanwhile.
_segue_keep_hooks() {
  _segue_chain_winch
  _segue_bind_keys
  if ! \builtin shopt -q promptvars; then
    # They would be shown as they are.
    PS0=${PS0//"$_segue_ps0"/} PS1=${PS1//"$_segue_ps1"/} PS2=${PS2//"$_segue_ps2"/}
    \builtin return 0
  fi
  if [[ ${PS2-} != *_segue_erase* ]]; then
    PS2=$_segue_ps2${PS2-}
  fi
  if ((_segue_bash >= 404)) && [[ ${PS0-} != *_segue_ran* ]]; then
    PS0=$_segue_ps0${PS0-}
  fi
}

# The same for PS1, which prompts set anew in PROMPT_COMMAND.
_segue_keep_ps1() {
  if [[ ${PS1-} != *_segue_up* ]] && \builtin shopt -q promptvars; then
    PS1=${PS1-}$_segue_ps1
  fi
}

# Tells whether readline waits for keys.
_segue_at_prompt() {
  ((!_segue_ran && !BASH_SUBSHELL)) && [[ -n $_segue_waits && ($_segue_up == 1 || ${PS1-} != *_segue_up*) ]]
}

# Sets _segue_reply to the command in what `trap -p` has printed.
_segue_trap_command() {
  _segue_reply=''
  if [[ -n $1 ]]; then
    \builtin eval "\\builtin set -- $1"
    _segue_reply=$3
  fi
}

# The trap may run while bash is in the middle of parsing, at PS2, and no version can parse a keyword then. So the trap
# is one simple command, and the user's, which may be anything, becomes a function.
_segue_chain_winch() {
  if [[ $_segue_trap == *_segue_winch* ]]; then
    \builtin return 0
  fi
  _segue_trap_command "$_segue_trap"
  \builtin eval "_segue_users_winch() {"$'\n'"${_segue_reply:-\\builtin :}"$'\n'"}"
  # The last argument keeps $_ as it was.
  \builtin trap '_segue_winch "$_" 2>/dev/null' WINCH
  _segue_trap=_segue_winch _segue_window=${COLUMNS-}:${LINES-}
}

# The daemon has answered, or the window has another size, which is what the user's trap is for.
_segue_winch() {
  \builtin local window="${COLUMNS-}:${LINES-}"
  if _segue_at_prompt; then
    _segue_look "$window"
  fi
  if [[ $window != "$_segue_window" ]]; then
    _segue_window=$window
    _segue_users_winch
  fi
}

# Draws the hint when its lines have come, and takes it away when the window has a new size, $1.
_segue_look() {
  \builtin local waiting="$((_segue_asked != _segue_answered))" IFS=$' \t\n'
  _segue_lend_ps1
  if [[ -n ${SEGUE_PRIVATE+x} ]] || ! _segue_receive; then
    waiting=0
  elif ((_segue_asked == 0)); then
    # A daemon has just come, to a prompt that may have begun without one.
    _segue_prompting=1 waiting=0
    _segue_remember_history
    _segue_tell 0
  elif [[ -n $_segue_behind ]]; then
    # The answer to a prompt long gone, and room again for what this one could not ask.
    waiting=0
    _segue_tell 0
  fi
  if ((waiting)); then
    _segue_draw
  elif [[ $1 != "$_segue_window" ]]; then
    # Only the person knows by now what is typed, so the hint for the empty prompt is not drawn again.
    _segue_wipe
  fi
}

_segue_chain_exit() {
  {
    \builtin trap -p EXIT
    \builtin printf '\0'
  } 1<>"$_segue_file"
  IFS= \builtin read -r -d '' _segue_reply <"$_segue_file"
  _segue_trap_command "$_segue_reply"
  # shellcheck disable=SC2064 # the user's part is expanded now, once
  \builtin trap "_segue_exit 2>/dev/null${_segue_reply:+; $_segue_reply}" EXIT
}

_segue_exit() {
  \builtin local status="$?"
  if ((BASH_SUBSHELL == 0)); then
    \builtin command rm -f "$_segue_fifo" "$_segue_answer" "$_segue_file" \
      "$_segue_run/$_segue_session.emacs" "$_segue_run/$_segue_session.vi"
    # So that the daemon lets go of the FIFO.
    if [[ ! -e $_segue_run/stalled ]]; then
      _segue_ring
    fi
  fi
  \builtin return "$status"
}
