# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# What bash 3.2 needs, which macOS still has: a DEBUG trap in place of PS0, and two repairs around signals. It runs a trap
# in the middle of whatever it does, so the daemon pokes it with special care.

_segue_reset_bash3() {
  _segue_debug_trap='' _segue_begins=(builtin :) _segue_own_ps1='' _segue_lent=''
}

# There is no PS0. Sets _segue_debug_trap to the DEBUG trap that puts ours before the user's, which the file has.
_segue_chain_debug() {
  \builtin local former
  IFS= \builtin read -r -d '' former <"$_segue_file" || \builtin :
  if [[ $former == *_segue_debug* || $former == *_segue_begins* ]]; then
    \builtin return 0
  fi
  _segue_trap_command "$former"
  if [[ -n $_segue_reply ]]; then
    _segue_debug_trap="_segue_debug; $_segue_reply"
  else
    # Calling a function for every command of a loop would be felt; so this does nothing, unless a command may begin.
    # shellcheck disable=SC2016 # expanded each time
    _segue_debug_trap='"${_segue_begins[@]}"'
  fi
}

# Notes that the first command since the prompt begins.
_segue_debug() {
  \builtin local status="$?"
  if [[ -n $_segue_waits && -z ${COMP_LINE-} && ${#FUNCNAME[@]} -eq 1 && $BASH_SUBSHELL -eq 0 ]]; then
    case $BASH_COMMAND in
      _segue_* | for\ _segue_*) ;;
      *)
        _segue_waits='' _segue_begins=(builtin :) _segue_ran=1 _segue_started=$SECONDS
        _segue_restore_ps1
        if [[ -n $_segue_erase ]]; then
          \builtin printf '%s' "$_segue_erase" >/dev/tty
        fi
        ;;
    esac
  fi
  # The user's trap is to see the status that it would have seen. Without one ours is the last command, and with extdebug
  # any other status than 0 would skip what is about to run.
  if [[ $_segue_debug_trap == *\;* ]]; then
    \builtin return "$status"
  fi
}

# When anything has run at the prompt, be it a trap or a key, this version shows PS1 where PS2 belongs. So until the command
# begins, PS1 is what PS2 is.
_segue_lend_ps1() {
  if ((_segue_bash < 404)) && [[ -z $_segue_lent ]]; then
    _segue_own_ps1=${PS1-} _segue_lent=${PS2-}
    PS1=$_segue_lent
  fi
}

_segue_restore_ps1() {
  if [[ -n $_segue_lent && ${PS1-} == "$_segue_lent" ]]; then
    PS1=$_segue_own_ps1
  fi
  _segue_lent=''
}

# A signal that is trapped while readline waits makes this version jump back into the last `wait`, when that was the last
# builtin that ran, and crash. Behind this function it never is.
_segue_mend_wait() {
  if \builtin declare -F wait >/dev/null; then
    \builtin return 0
  fi
  # shellcheck disable=SC2329 # the user calls it
  wait() {
    \builtin local status=0
    \builtin wait "$@" || status=$?
    \builtin return "$status"
  }
}
