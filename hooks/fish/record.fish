# What happens at a prompt: what ran is told together with the question what comes next, in one write.

function _segue_reset_record
    set -g _segue_ran 0
    set -g _segue_line ''
    set -g _segue_cwd $PWD
    set -g _segue_jobs 0
    set -g _segue_status 0
    set -g _segue_duration 0
    set -g _segue_author human
    set -g _segue_told_author
    set -g _segue_told_path
    set -g _segue_waits 0
    set -g _segue_ready ''
end

function _segue_preexec --on-event fish_preexec
    set -g _segue_waits 0
    set -g _segue_ran 1
    set -g _segue_line ''
    set -g _segue_cwd $PWD
    set -g _segue_jobs (count (jobs --group))
    _segue_may_tell "$argv[1]"; and set -g _segue_line $argv[1]
end

function _segue_postexec --on-event fish_postexec
    set -g _segue_status $status
    set -g _segue_duration $CMD_DURATION
end

# False for a line that must stay unknown. fish keeps one with a leading blank out of its file, and so do we.
function _segue_may_tell
    test -n "$argv[1]"; and not string match --quiet --regex '^\s' -- "$argv[1]"; or return 1
    _segue_is_private; and return 1
    for pattern in $SEGUE_HISTORY_IGNORE
        string match --quiet -- $pattern $argv[1]; and return 1
    end
    test (string length -- "$argv[1]") -le 1300; or test (string length -- (_segue_text "$argv[1]")) -le 4000; or return 1
    # fish 4 asks the user's function, where there is one, what to keep.
    not functions --query fish_should_add_to_history; or fish_should_add_to_history "$argv[1]"
end

function _segue_prompt --on-event fish_prompt
    set -l ran $_segue_ran
    set -g _segue_ran 0
    set -g _segue_offers
    set -g _segue_part ''
    set -g _segue_choice 1
    set -g _segue_drawn ''
    if _segue_is_private; or not _segue_connect
        test $ran = 1; and set -g _segue_missed 1
    else
        _segue_set_up
        # A late answer, or the word of a new daemon, which must be greeted before it is told anything.
        _segue_receive
        set -g _segue_offers
        _segue_tell $ran
    end
    _segue_reset_feedback
    set -g _segue_waits 1
end

# Sends what is due: hello, what ran when anything did ($argv[1]), and the question what comes next.
function _segue_tell
    if test -z "$_segue_opened"
        test $argv[1] = 1; and set -g _segue_missed 1
        return
    end
    _segue_reset_lines
    if test $_segue_greet = 1; or test "$SEGUE_AUTHOR" != "$_segue_told_author"; or test "$PATH" != "$_segue_told_path"
        _segue_tell_who
    end
    # What follows a command that was never told must not look as if it followed the one before that.
    test $_segue_missed = 1; and _segue_tell_line ''
    test $argv[1] = 1; and _segue_tell_line "$_segue_line"
    _segue_ask
    if _segue_send
        set -g _segue_asked $_segue_sequence
        set -g _segue_greet 0
        set -g _segue_missed 0
    else
        test $argv[1] = 1; and set -g _segue_missed 1
    end
end

function _segue_tell_who
    set -g _segue_told_author $SEGUE_AUTHOR
    set -g _segue_told_path "$PATH"
    set -g _segue_author (_segue_who)
    set -l release (string match --regex '^(\d+)\.(\d+)' -- $version)
    set -l text (_segue_text fish) (_segue_text $_segue_author) (_segue_text (_segue_history_file))
    _segue_add_line 1 $_segue_version $text[1] $fish_pid $text[2] $text[3] (math $release[2] '*' 100 + $release[3]) (_segue_names)
end

# Of an empty line nothing is told but that it ran. fish has no clock, so when it began stays unknown.
function _segue_tell_line
    if test -z "$argv[1]"
        _segue_add_line 2 "'" "'" - - -
    else
        _segue_add_line 2 (_segue_text "$argv[1]") (_segue_text "$_segue_cwd") - $_segue_duration $_segue_status \
            (_segue_feedback "$argv[1]") $_segue_jobs
    end
end

function _segue_ask
    set -l count $SEGUE_COUNT
    string match --quiet --regex '^(?:[1-9]|[1-5]\d)$' -- "$count"; or set count $_segue_setting_count
    string match --quiet --regex '^[1-9]' -- "$count"; or set count 8
    _segue_add_line 3 "'" (_segue_text "$PWD") $count - 2 (count (jobs --group))
end
