# Ctrl-C. zle ends the line without calling zle-line-finish, and the ghost would stay on the screen and read as if it
# had been typed. While there is a ghost SIGINT is trapped, to take it off first; then the signal does what it would
# have done. Before a command runs everything is as the user has set it.

# Traps SIGINT until the line ends.
_segue_trap() {
  local REPLY line
  local -a words
  if (( $+functions[TRAPINT] )); then
    [[ $functions[TRAPINT] == *_segue_interrupt* ]] && return 0
    _segue_trap_before=function
    functions -c TRAPINT _segue_trapint_before
  else
    _segue_capture trap || return 0
    # One line a trap; the lines of TRAP functions are indented.
    line=${(M)${(f)REPLY}:#trap -- * INT}
    words=("${(@Q)${(@z)line}}")
    _segue_trap_before=${${line:+list}:-nothing} _segue_trap_list=$words[3]
    # Ignored, as Ctrl-C is then.
    [[ $_segue_trap_before == list && -z $_segue_trap_list ]] && return 0
  fi
  # Otherwise the end of this function would undo it.
  setopt local_options no_local_traps
  _segue_trapped=1
  TRAPINT() {
    _segue_interrupt
    case $_segue_trap_before in
      (nothing) return $(( 128 + $1 )) ;;
      (list) kill -INT ${sysparams[pid]} ;;
      (function)
        # Only an explicit return says that the line is to end.
        [[ ${functions[TRAPINT]} == *return* ]] || { TRAPINT "$@"; return 0 }
        TRAPINT "$@"
        return $?
        ;;
    esac
  }
}

# Puts back what was there before.
_segue_untrap() {
  (( _segue_trapped )) || return 0
  _segue_trapped=0
  [[ $functions[TRAPINT] == *_segue_interrupt* ]] || return 0
  setopt local_options no_local_traps
  case $_segue_trap_before in
    (nothing) unfunction TRAPINT ;;
    (list) trap -- "$_segue_trap_list" INT ;;
    (function)
      functions -c _segue_trapint_before TRAPINT
      unfunction _segue_trapint_before
      ;;
  esac
}

_segue_interrupt() {
  emulate -L zsh; trap - ZERR DEBUG
  # Only a widget can change the display, and only while zle is at work.
  zle && zle _segue_clear
  _segue_untrap
  # When a trap ends the line, zsh skips the first precmd function; not when it was running a widget meanwhile.
  [[ $_segue_trap_before == nothing ]] && (( $#funcstack == 2 )) || return 0
  if (( $+functions[precmd] )); then
    _segue_skipped=precmd
  else
    _segue_skipped=${precmd_functions[1]:#_segue_precmd}
  fi
}

_segue_clear() {
  emulate -L zsh; trap - ZERR DEBUG
  _segue_hide
  zle -R
}

# Runs the function that zsh has skipped, with the status of the interrupted line and the user's options.
_segue_run_skipped() {
  local _segue_function=$_segue_skipped
  _segue_skipped=
  _segue_return $_segue_status
  "$_segue_function"
}

_segue_return() {
  return $1
}
