# What the user may set, in config.fish above or below the line that loads segue. None is ever assigned or exported here.
# What is not set here is as the configuration file has it: the daemon tells that in variables _segue_setting_… (see
# `settings`).
#
#   SEGUE_PRIVATE           set: nothing is recorded and nothing is suggested; so does fish's own private mode
#   SEGUE_AUTHOR            who types here; anything but "human" is stored, never learned, and sees no suggestions
#   SEGUE_EMPTY_PROMPT=0    draw no suggestion; the keys work all the same
#   SEGUE_COUNT             ask for so many lines (8)
#   SEGUE_PROGRESS=0        no 2/5 behind a step of a workflow
#   SEGUE_HIGHLIGHT_STYLE   how a suggestion is drawn, as in zsh's zle_highlight (faint)
#   SEGUE_DESTRUCTIVE_STYLE the same for a line that would destroy something (fg=red)
#   SEGUE_HISTORY_IGNORE    lines that segue shall not know: a list of patterns as `string match` has them
#   SEGUE_THRESHOLD         how probable a suggestion has to be to be drawn, and taken unseen, in percent (30)
#   SEGUE_ACCEPT_KEYS       take the whole suggestion: Right, Ctrl-F, End, Ctrl-E
#   SEGUE_ACCEPT_WORD_KEYS  take a word of it: Alt-F, Ctrl-Right
#   SEGUE_NEXT_KEYS         show the next alternative: Alt-N
#   SEGUE_PREVIOUS_KEYS     show the one before: Alt-P
#   SEGUE_DISMISS_KEYS      no suggestion until the next prompt, and fewer of this one here: Alt-K
#   SEGUE_FORGET_KEYS       forget the one that is shown, for good: Alt-X
#   SEGUE_PICK_KEYS         search the history for what is typed, and pick a line: Alt-R
#
# Keys are lists of what `bind` understands; an empty list binds none.
#
# All parts: names begin with _segue_ or SEGUE_; no command outside of fish runs but in _segue_make_file, _segue_pick and
# _segue_exit; a redirection names a file that was there a moment ago, for fish complains of one that is not, whatever is
# redirected.

# Prints who types in this shell. The markers are what coding agents are known to put into the environment of the shells
# that they drive, and not into the terminals that they merely offer to a person.
function _segue_who
    for name in SEGUE_AUTHOR AI_AGENT ATUIN_HISTORY_AUTHOR
        if test -n "$$name"
            printf '%s\n' "$$name"
            return
        end
    end
    for marker in \
        CLAUDECODE=claude-code CURSOR_AGENT=cursor GEMINI_CLI=gemini \
        CODEX_SANDBOX=codex CODEX_CI=codex CODEX_THREAD_ID=codex \
        AUGMENT_AGENT=augment ANTIGRAVITY_AGENT=antigravity OPENCODE=opencode OPENCODE_CLIENT=opencode \
        COPILOT_CLI=copilot CLINE_ACTIVE=cline GOOSE_TERMINAL=goose QWEN_CODE=qwen
        set -l pair (string split = -- $marker)
        set -l name $pair[1]
        if test -n "$$name"
            printf '%s\n' $pair[2]
            return
        end
    end
    printf 'human\n'
end

function _segue_is_private
    set -q SEGUE_PRIVATE; or test -n "$fish_private_mode"
end
