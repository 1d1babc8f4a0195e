# What became of the suggestion at this prompt. It is told with the command that was run, and so costs no request.
#
#   _segue_stood  the line that was drawn last on the empty prompt, "" when none was
#   _segue_fate   what keys have made of it: 0 nothing, 2 taken, 4 dismissed
#   _segue_saved  the characters that keys have taken, from whatever was offered

function _segue_reset_feedback
    set -g _segue_stood ''
    set -g _segue_fate 0
    set -g _segue_saved 0
end

# Notes that a line is on the screen.
function _segue_note_shown
    test "$argv[1]" = "$_segue_stood"; and return
    set -g _segue_stood $argv[1]
    set -g _segue_fate 0
end

# Notes that a key takes $argv[2] characters of the line $argv[1].
function _segue_note_taken
    set -g _segue_saved (math $_segue_saved + $argv[2])
    test "$argv[1]" = "$_segue_stood"; and set -g _segue_fate 2
end

# Prints the three fields for the line $argv[1]: what stood there, what became of it, and what keys have saved.
function _segue_feedback
    set -l outcome 0
    if test -n "$_segue_stood"
        set outcome $_segue_fate
        test $outcome = 0; and set outcome 3
        test "$argv[1]" = "$_segue_stood"; and set outcome 1
    end
    _segue_text "$_segue_stood"
    printf '%s\n' $outcome $_segue_saved
end
