# fish has no sockets, and no cheap way to know how many bytes a text has. So it writes each request as a line of ASCII,
# which needs no lengths, and of which one that a full disk has cut short is told by its missing end.

function _segue_reset_lines
    set -g _segue_lines_due
end

# Adds a request. Arguments: its kind, then each field as _segue_text prints it, a number, or - for nil.
function _segue_add_line
    set -g _segue_sequence (math $_segue_sequence + 1)
    set -ga _segue_lines_due "$argv[1] $_segue_sequence '$_segue_session $argv[2..] ."
end

# Prints a text as a field.
function _segue_text
    set -l escaped (string escape --style=url -- "$argv")
    printf "'%s\n" $escaped
end
