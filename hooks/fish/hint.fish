# The suggestion for the empty prompt, faint at the left end of the right prompt. fish draws the right prompt where there
# is room for it, leaves it where it is while one types and when a line is run, and calls for it when it paints the
# prompt: so a hint that comes, changes or goes paints the prompt once more.

function _segue_reset_hint
    set -g _segue_drawn ''
end

# Puts ours around the user's right prompt, whatever has defined that meanwhile.
function _segue_join_right_prompt
    string match --quiet '*_segue_hint*' -- (functions fish_right_prompt 2>/dev/null); and return
    functions --erase _segue_users_right_prompt
    if functions --query fish_right_prompt
        functions --copy fish_right_prompt _segue_users_right_prompt
    else
        function _segue_users_right_prompt
        end
    end
    function fish_right_prompt --description 'The suggestion of segue, and the right prompt'
        _segue_hint $status
        _segue_users_right_prompt
    end
end

# Prints the hint; returns $argv[1], the status that the user's prompt is to see.
function _segue_hint
    if test -n "$_segue_drawn"
        set -l progress (string match --regex --groups-only '(\d+/\d+)\x1d' -- $_segue_marked[$_segue_choice])
        set -l style $SEGUE_HIGHLIGHT_STYLE
        test -n "$style"; or set style $_segue_setting_style
        if string match --quiet --regex '^\x1f' -- $_segue_marked[$_segue_choice]
            set style $SEGUE_DESTRUCTIVE_STYLE
            test -n "$style"; or set style $_segue_setting_destructive_style
            test -n "$style"; or set style fg=red
            set style faint,$style
        end
        _segue_find_colors "$style"
        set_color $_segue_colors
        set -l width (math --scale 0 "$COLUMNS / 2")
        if test (string length -- "$_segue_drawn") -gt $width
            printf '%s…' (string sub --length (math $width - 1) -- "$_segue_drawn")
        else
            printf '%s' "$_segue_drawn"
        end
        set -l wanted $SEGUE_PROGRESS
        test -n "$wanted"; or set wanted $_segue_setting_progress
        test -n "$progress"; and test "$wanted" != 0; and printf ' %s' $progress
        set_color normal
        printf ' '
    end
    return $argv[1]
end

# Tells whether the first line is too improbable to be shown without being asked for.
function _segue_is_unsure
    set -l threshold $SEGUE_THRESHOLD
    string match --quiet --regex '^(?:100|\d\d?)$' -- "$threshold"; or set threshold $_segue_setting_threshold
    test -n "$threshold"; or set threshold 30
    test -z "$_segue_walked"; and test "$_segue_sure" -lt {$threshold}0
end

# Shows the chosen line, or none.
function _segue_draw
    set -l wanted "$_segue_offers[$_segue_choice]"
    set -l empty $SEGUE_EMPTY_PROMPT
    test -n "$empty"; or set empty $_segue_setting_empty_prompt
    if test "$empty" = 0; or test $_segue_author != human; or _segue_is_unsure
        set wanted ''
    end
    test "$wanted" = "$_segue_drawn"; and return
    set -g _segue_drawn $wanted
    test -n "$wanted"; and _segue_note_shown $wanted
    commandline --function repaint
end

# The daemon has answered, or the window has another size.
function _segue_winch --on-signal WINCH
    test $_segue_waits = 1; and not _segue_is_private; and _segue_receive; or return
    if test $_segue_asked = 0
        # A daemon has just come, to a prompt that may have begun without one.
        _segue_tell 0
    else
        set -l typed (commandline | string collect)
        test -z "$typed"; and _segue_draw
    end
end
