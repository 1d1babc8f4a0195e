# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# What was it that ran? The text comes from bash's own history, which knows pipelines, subshells and functions as they
# were typed and leaves out what the user wants left out. What is not in the history is never looked at.

_segue_reset_history() {
  _segue_file=/dev/null
  _segue_mark='' _segue_number='' _segue_stamp='' _segue_text='' _segue_line='' _segue_imported='' _segue_last_command=''
  _segue_kept_back=0
}

# Sets _segue_number, _segue_stamp (epoch seconds) and _segue_text from the last history entry, and _segue_trap to
# how the trap on SIGWINCH would be set. All through one file, for $( ) forks; and without truncating it, which takes
# ext4 milliseconds: a NUL ends each text, and what an earlier and longer one has left behind it is not read.
_segue_read_history() {
  \builtin local former="$_segue_trap"
  _segue_number='' _segue_stamp='' _segue_text='' _segue_trap=''
  {
    HISTTIMEFORMAT='%s ' \builtin history 1 || \builtin :
    \builtin printf '\0'
    \builtin trap -p WINCH
    \builtin printf '\0'
  } 1<>"$_segue_file"
  {
    # Reading up to a NUL takes a system call for each byte, so a line that is too long anyway is not read whole.
    IFS= \builtin read -r -d '' -n 4200 _segue_text || \builtin :
    if ((${#_segue_text} < 4200)); then
      IFS= \builtin read -r -d '' _segue_trap || \builtin :
    else
      _segue_trap=$former
    fi
  } <"$_segue_file"
  # `  501* 1700000000 text`; the star marks an entry that was edited.
  _segue_text=${_segue_text#"${_segue_text%%[! ]*}"}
  _segue_number=${_segue_text%%[!0-9]*}
  _segue_text=${_segue_text#"$_segue_number"??}
  _segue_stamp=${_segue_text%%[!0-9]*}
  _segue_text=${_segue_text#"$_segue_stamp" }
  _segue_text=${_segue_text%$'\n'}
}

# Sets _segue_reply to something that changes when the history grows.
_segue_history_mark() {
  if [[ ! -o history ]]; then
    _segue_reply=off
  elif ((_segue_bash >= 501)); then
    _segue_reply=$HISTCMD
  else
    # Before 5.1 HISTCMD is 1 in PROMPT_COMMAND.
    _segue_reply=$_segue_number
  fi
}

# Sets _segue_line to what ran, or to "" when that must stay unknown. $1 is the last simple command that bash
# executed, or "" when that cannot be known.
_segue_identify() {
  \builtin local number="$_segue_number" stamp="$_segue_stamp" text="$_segue_text"
  _segue_line='' _segue_kept_back=0
  _segue_read_history
  _segue_history_mark
  if [[ -z $_segue_number || $_segue_mark == off ]]; then
    \builtin return 0
  fi
  if [[ $_segue_reply != "$_segue_mark" ]]; then
    _segue_mark=$_segue_reply
    _segue_line=$_segue_text
    if [[ -z $_segue_imported && -n $number ]] && ((_segue_number - number > 1)) && ! \builtin shopt -q cmdhist; then
      _segue_join "$((_segue_number - number))"
    fi
  elif _segue_is_repeat "$1"; then
    _segue_line=$_segue_text
  else
    \builtin return 0
  fi
  _segue_last_command=$1
  case $_segue_line in
    [[:space:]]*) _segue_line='' ;;
  esac
  _segue_length "$_segue_line"
  if ((_segue_reply > 4000)); then
    _segue_line=''
  fi
  _segue_keep_back
}

# Takes the line away that SEGUE_HISTORY_IGNORE names. bash's own file will have it.
_segue_keep_back() {
  if [[ -n $_segue_line && -n ${SEGUE_HISTORY_IGNORE-} ]] && _segue_is_ignored "$_segue_line" "$SEGUE_HISTORY_IGNORE"; then
    _segue_line='' _segue_kept_back=1
  fi
}

# Tells whether a line ($1) is one of the patterns of HISTIGNORE or the like ($2). Its & only stands for the line before.
_segue_is_ignored() {
  \builtin local pattern rest="$2:"
  while [[ -n $rest ]]; do
    pattern=${rest%%:*} rest=${rest#*:}
    # shellcheck disable=SC2053 # a pattern
    if [[ -n $pattern && $pattern != '&' && $1 == $pattern ]]; then
      \builtin return 0
    fi
  done
  \builtin return 1
}

# The history has not grown: tells whether that was because the line repeats the last one, or because it is private.
_segue_is_repeat() {
  case :${HISTCONTROL-}:${HISTIGNORE-} in
    *:erasedups:*)
      # The entry has moved to the end, where another one, or its own former self, stood.
      if [[ -z $_segue_imported && $_segue_stamp$_segue_text != "$stamp$text" ]]; then
        \builtin return 0
      fi
      ;;
    # HISTIGNORE's & is the last line.
    *:ignoredups:* | *:ignoreboth:* | *'&'*) ;;
    *) \builtin return 1 ;;
  esac
  case :${HISTCONTROL-}:${HISTIGNORE:+:ignoreboth:} in
    *:ignorespace:* | *:ignoreboth:*) ;;
    *) \builtin return 0 ;;
  esac
  # It can be either. A repetition ends with the same simple command; a private line that does, too, tells nothing.
  [[ -n $1 && $1 == "$_segue_last_command" ]]
}

# Nothing was seen to run, but not everything can be seen: 3.2 begins subshells and function definitions without a DEBUG
# trap, and without promptvars there is no PS0. Sets _segue_blind_ran when the history tells that something did.
_segue_look_what_ran() {
  \builtin local mark="$_segue_mark"
  _segue_identify "$1"
  if [[ $_segue_mark == "$mark" || $_segue_text != *[![:space:]]* ]]; then
    \builtin return 0
  fi
  _segue_started=-1
  case $_segue_line in
    '' | '('* | 'function '* | *'()'*) _segue_blind_ran=1 ;;
    # In 3.2 the rest are comments and syntax errors.
    *) _segue_blind_ran=$((_segue_bash >= 404)) ;;
  esac
}

# Sets _segue_line to the last $1 history entries: without cmdhist each line of one command is an entry.
_segue_join() {
  \builtin local line count="$1"
  {
    HISTTIMEFORMAT='' \builtin history "$1"
  } 1<>"$_segue_file"
  _segue_line=''
  while ((count > 0)) && IFS= \builtin read -r line; do
    line=${line#"${line%%[! ]*}"}
    line=${line#"${line%%[!0-9]*}"??}
    _segue_line=$_segue_line${_segue_line:+$'\n'}$line
    count=$((count - 1))
  done <"$_segue_file"
}
