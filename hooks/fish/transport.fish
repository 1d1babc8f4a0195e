# The way to the daemon and back: a file that lines are appended to, which the daemon watches, and a file that it
# replaces. Writing to a file never waits for anybody, neither for a daemon that is dead nor for one that is stopped;
# so that the file stays small all the same, no more than 6,000 bytes are written before the daemon has answered.

function _segue_reset_transport
    set -g _segue_file $_segue_run/$_segue_session.lines
    set -g _segue_answer $_segue_run/$_segue_session.reply
    set -g _segue_made 0
    set -g _segue_opened ''
    set -g _segue_greet 1
    set -g _segue_missed 0
    set -g _segue_sequence 0
    set -g _segue_asked 0
    set -g _segue_answered 0
    set -g _segue_unread 0
    set -g _segue_offers
    set -g _segue_marked
    set -g _segue_choice 1
    set -g _segue_sure 0
    set -g _segue_walked ''
end

# Fails when there is nobody to talk to. Makes the file when there is.
function _segue_connect
    test -S $_segue_run/segue.sock; and not test -e $_segue_run/stalled; or return 1
    test -f $_segue_file; and return 0
    # A run directory that somebody keeps emptying must not make every prompt fork.
    test -p $_segue_run/bell; and test $_segue_made -lt 5; or return 1
    set -g _segue_made (math $_segue_made + 1)
    set -g _segue_opened ''
    set -g _segue_asked 1
    set -g _segue_answered 0
    set -g _segue_sequence 1
    _segue_make_file
end

# The only fork, once a shell. fish itself can neither open a FIFO without waiting for who reads it, nor create a file
# with a mode, nor keep quiet where there is no room for it.
function _segue_make_file
    command sh -c 'umask 077 && : >"$0" && printf x 1<>"$1"' $_segue_file $_segue_run/bell </dev/null >/dev/null 2>&1
end

# Writes the lines that are due, unless the daemon is too far behind, or the disk is full.
function _segue_send
    test -w $_segue_file; or return 1
    set -l text (string join '\n' '' $_segue_lines_due '')
    set -l size (string length -- "$text")
    if test $_segue_unread -gt 0; and test (math $_segue_unread + $size) -gt 6000
        return 1
    end
    set -g _segue_unread (math $_segue_unread + $size)
    # The first newline ends what an earlier write may have left unfinished.
    printf '\n%s' $_segue_lines_due \n >>$_segue_file 2>/dev/null
end

# Reads the answer file; succeeds when it brings the answer to the last suggest, and sets _segue_offers.
function _segue_receive
    test -s $_segue_answer; or return 1
    set -l fields (string split \x1e <$_segue_answer)
    set -l head (string split ' ' -- $fields[1])
    if test "$head[1]" = '0!'
        # A daemon has opened the file, and says so with a token of its own: the answer may be read again before it is
        # replaced. What was written for its predecessor is lost.
        test "$fields[2]" != "$_segue_opened"; or return 1
        test $_segue_unread -gt 0; and set -g _segue_missed 1
        set -g _segue_opened $fields[2]
        set -g _segue_greet 1
        set -g _segue_unread 0
        set -g _segue_asked 0
        set -g _segue_answered 0
        return 0
    end
    set -l number (string trim --right --chars ! -- "$head[1]")
    # Nothing new, or the answer to an earlier question.
    if test "$number" = $_segue_answered; or test "$number" != $_segue_asked
        return 1
    end
    # It does not know this session.
    test "$number" != "$head[1]"; and set -g _segue_greet 1
    set -g _segue_answered $number
    set -g _segue_unread 0
    set -g _segue_sure $head[-1]
    # Between the number and the chance may stand which settings there are.
    _segue_follow_settings (string match --regex --groups-only '^s(\d+)$' -- $head[2])
    set -g _segue_walked ''
    set -g _segue_choice 1
    # Each field ends with a separator, so that what stands behind the last one is no field.
    set -g _segue_marked $fields[2..-2]
    # A mark stands before a destructive line, and behind that which step of a workflow a line is: `2/5` and 0x1d. No line
    # has control characters itself.
    set -g _segue_offers (string replace --regex '^[^\x1d\x1f]*[\x1d\x1f](?:[^\x1d]*\x1d)?' '' -- $_segue_marked)
    return 0
end

# Reads an answer of which the signal has not been handled yet.
function _segue_latest
    test $_segue_asked = $_segue_answered; or _segue_receive
end
