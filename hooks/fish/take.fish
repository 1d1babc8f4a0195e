# What the keys do. Each function succeeds when it has done something; when it fails, the key does what it did before.
# As soon as anything else is typed, the line belongs to fish and its own autosuggestion.

# Succeeds when a line is offered for what stands at the prompt: nothing, or the words of it that a key has taken.
function _segue_is_offered
    _segue_latest
    set -l typed (commandline | string collect)
    test "$typed" = "$_segue_part"; and test -n "$_segue_offers[$_segue_choice]"; and not _segue_is_unsure
end

function _segue_accept
    _segue_is_offered; or return 1
    set -l line $_segue_offers[$_segue_choice]
    _segue_note_taken $line (math (string length -- $line) - (string length -- "$_segue_part"))
    commandline --replace -- $line
    _segue_wipe
end

# A word ends behind the next letters and digits.
function _segue_accept_word
    _segue_is_offered; or return 1
    set -l line $_segue_offers[$_segue_choice]
    set -l length (string length -- "$_segue_part")
    set -l word (string sub --start (math $length + 1) -- $line | string match --regex '^[^[:alnum:]]*[[:alnum:]]*')
    test -n "$word"; or return 1
    _segue_note_taken $line (string length -- $word)
    set -g _segue_part $_segue_part$word
    commandline --replace -- $_segue_part
end

# Takes the hint off the screen; until the next prompt nothing is offered.
function _segue_dismiss
    _segue_is_offered; or return 1
    test -n "$_segue_drawn"; and set -g _segue_fate 4
    set -g _segue_offers
    _segue_wipe
end

# Forgets the line that is shown, here and in the daemon, and asks anew.
function _segue_forget
    _segue_is_offered; and _segue_connect; or return 1
    set -l line $_segue_offers[$_segue_choice]
    _segue_reset_lines
    _segue_add_line 4 (_segue_text $line)
    _segue_ask
    _segue_send; or return 1
    set -g _segue_asked $_segue_sequence
    set -g _segue_offers
    _segue_reset_feedback
    _segue_wipe
end

# Chooses the next ($argv[1] = 1) or previous (-1) line.
function _segue_walk
    _segue_latest
    set -l typed (commandline | string collect)
    test "$typed" = "$_segue_part"; and test -z "$typed"; or return 1
    set -l count (count $_segue_offers)
    test $count -gt 0; or return 1
    if _segue_is_unsure
        set -g _segue_walked 1
    else
        test $count -gt 1; or return 1
        set -g _segue_choice (math "($_segue_choice - 1 + $count + $argv[1]) % $count + 1")
    end
    _segue_draw
end

function _segue_wipe
    test -n "$_segue_drawn"; or return 0
    set -g _segue_drawn ''
    commandline --function repaint
end
