# What the user may set. Each is read when it is needed, so a line in .zshrc works above the one that loads segue
# as well as below it, and none is ever assigned or exported here.
#
#   SEGUE_PRIVATE             set: nothing is recorded and nothing is suggested
#   SEGUE_AUTHOR              who types here; anything but "human" is stored, never learned, and sees no suggestions
#   SEGUE_EMPTY_PROMPT=0      suggest only once something has been typed
#   SEGUE_THRESHOLD           how probable a suggestion has to be to stand on the empty prompt, in percent (30)
#   SEGUE_HIGHLIGHT_STYLE     as in zle_highlight; else ZSH_AUTOSUGGEST_HIGHLIGHT_STYLE, else fg=8
#   SEGUE_DESTRUCTIVE_STYLE   the same for a line that would destroy something (fg=red)
#   SEGUE_BUFFER_MAX_SIZE     ask for no suggestion when the line is longer than this many characters (1000)
#   SEGUE_ACCEPT_KEYS         take the whole suggestion: Right, Ctrl-F, End, Ctrl-E
#   SEGUE_ACCEPT_WORD_KEYS    take a word of it: Alt-F, Alt-Right, Ctrl-Right
#   SEGUE_NEXT_KEYS           show the next alternative: Alt-N
#   SEGUE_PREVIOUS_KEYS       show the one before: Alt-P
#   SEGUE_DISMISS_KEYS        no suggestion until the next prompt, and fewer of this one here: Alt-K
#   SEGUE_FORGET_KEYS         forget the one that is shown, for good: Alt-X
#   SEGUE_PICK_KEYS           search the history for what is typed, and pick a line: Alt-R
#   SEGUE_VI_ACCEPT_KEYS      the same in vi's command mode, where letters are commands: l, $
#   SEGUE_VI_ACCEPT_WORD_KEYS w
#
# Keys are arrays of what bindkey understands; an empty array binds none. In vi's keymaps our own choice of Alt with a
# letter counts only where KEYTIMEOUT is 5 or less: there Esc and then x is something else (see `keys`).

# Functions keep the aliases and the syntax that are in force while they are read; `start` puts the user's back. What
# they then run under is up to what each function that zsh calls begins with: the options of `emulate -L zsh`, which
# the helpers rely on, and no ZERR or DEBUG trap, to which our tests and refusals would look like the user's commands.
_segue_syntax=
[[ -o aliases ]] && _segue_syntax+=' aliases'
[[ -o ignore_braces ]] && _segue_syntax+=' ignore_braces'
[[ -o ignore_close_braces ]] && _segue_syntax+=' ignore_close_braces'
\setopt no_aliases no_ignore_braces no_ignore_close_braces

# Sets REPLY to who types in this shell. The markers are what coding agents are known to put into the environment
# of the shells that they drive, and not into the terminals that they merely offer to a person.
_segue_who() {
  local marker
  local -a markers=(
    CLAUDECODE=claude-code CURSOR_AGENT=cursor GEMINI_CLI=gemini
    CODEX_SANDBOX=codex CODEX_CI=codex CODEX_THREAD_ID=codex
    AUGMENT_AGENT=augment ANTIGRAVITY_AGENT=antigravity OPENCODE=opencode OPENCODE_CLIENT=opencode
    COPILOT_CLI=copilot CLINE_ACTIVE=cline GOOSE_TERMINAL=goose QWEN_CODE=qwen
  )
  REPLY=${SEGUE_AUTHOR:-${AI_AGENT:-$ATUIN_HISTORY_AUTHOR}}
  [[ -z $REPLY ]] || return 0
  for marker in $markers; do
    [[ -n ${(P)marker%%=*} ]] && REPLY=${marker#*=} && return 0
  done
  REPLY=human
}
