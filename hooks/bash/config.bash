# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# What the user may set. Each is read when it is needed, so a line in .bashrc works above the one that loads segue
# as well as below it, and none is ever assigned or exported here.
#
#   SEGUE_PRIVATE           set: nothing is recorded and nothing is suggested
#   SEGUE_AUTHOR            who types here; anything but "human" is stored, never learned, and sees no suggestions
#   SEGUE_EMPTY_PROMPT=0    draw no suggestion; the keys work all the same
#   SEGUE_THRESHOLD         how probable a suggestion has to be to be drawn, and taken unseen, in percent (30)
#   SEGUE_ACCEPT_KEYS       take the whole suggestion: Right, Ctrl-F, End, Ctrl-E (bash 3.2: Ctrl-Space)
#   SEGUE_ACCEPT_WORD_KEYS  take a word of it: Alt-F, Alt-Right, Ctrl-Right (bash 3.2: none)
#   SEGUE_NEXT_KEYS         show the next alternative: Alt-N
#   SEGUE_PREVIOUS_KEYS     show the one before: Alt-P
#   SEGUE_DISMISS_KEYS      no suggestion until the next prompt, and fewer of this one here: Alt-K
#   SEGUE_FORGET_KEYS       forget the one that is shown, for good: Alt-X
#   SEGUE_PICK_KEYS         search the history for what is typed, and pick a line: Alt-R (bash 3.2: none)
#
# Keys are arrays of what `bind` understands; an empty array binds none.
#
# All parts: names begin with _segue_; builtins are called as \builtin NAME, which neither an alias nor a function
# can replace; a command that may fail stands where `set -e` and an ERR trap do not see it; the syntax is 3.2's.

_segue_bash=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))

# Sets _segue_reply to who types in this shell. The markers are what coding agents are known to put into the
# environment of the shells that they drive, and not into the terminals that they merely offer to a person.
_segue_who() {
  \builtin local marker name
  _segue_reply=${SEGUE_AUTHOR:-${AI_AGENT:-${ATUIN_HISTORY_AUTHOR-}}}
  if [[ -n $_segue_reply ]]; then
    \builtin return 0
  fi
  for marker in \
    CLAUDECODE=claude-code CURSOR_AGENT=cursor GEMINI_CLI=gemini \
    CODEX_SANDBOX=codex CODEX_CI=codex CODEX_THREAD_ID=codex \
    AUGMENT_AGENT=augment ANTIGRAVITY_AGENT=antigravity OPENCODE=opencode OPENCODE_CLIENT=opencode \
    COPILOT_CLI=copilot CLINE_ACTIVE=cline GOOSE_TERMINAL=goose QWEN_CODE=qwen; do
    name=${marker%%=*}
    if [[ -n ${!name-} ]]; then
      _segue_reply=${marker#*=}
      \builtin return 0
    fi
  done
  _segue_reply=human
}

# Sets the array _segue_keys to the keys for a purpose: the user's array SEGUE_$1_KEYS when there is one.
_segue_keys_for() {
  \builtin local name="SEGUE_$1_KEYS"
  # An empty array counts as set, which ${name+x} cannot tell.
  if \builtin declare -p "$name" >/dev/null 2>&1; then
    name=$name'[@]'
    _segue_keys=(${!name+"${!name}"})
    \builtin return 0
  fi
  case $1 in
    ACCEPT) _segue_keys=('\e[C' '\eOC' '\C-f' '\e[F' '\eOF' '\C-e') ;;
    ACCEPT_WORD) _segue_keys=('\ef' '\e[1;3C' '\e[1;5C') ;;
    NEXT) _segue_keys=('\en') ;;
    PREVIOUS) _segue_keys=('\ep') ;;
    DISMISS) _segue_keys=('\ek') ;;
    FORGET) _segue_keys=('\ex') ;;
    PICK) _segue_keys=('\er') ;;
  esac
  # bash 3.2 cannot see the line, so a key that is taken there can never again do what it did before.
  if ((_segue_bash < 400)); then
    case $1 in
      ACCEPT) _segue_keys=('\C-@') ;;
      ACCEPT_WORD | PICK) _segue_keys=() ;;
    esac
  fi
}
