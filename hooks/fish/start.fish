# Starts it all, unless the shell is not interactive. Sourcing this again replaces the functions and nothing else.

# Once a shell, at the first prompt with a daemon: config.fish has set all it wants by then.
function _segue_set_up
    _segue_join_right_prompt
    test -n "$_segue_ready"; and return
    set -g _segue_ready 1
    _segue_bind_keys
end

function _segue_exit --on-event fish_exit
    # So that the daemon lets go of the file.
    test -e $_segue_file; or return
    command sh -c 'rm -f "$0" "$1"; test -e "$2/stalled" || ! test -p "$2/bell" || printf x 1<>"$2/bell"' \
        $_segue_file $_segue_answer $_segue_run </dev/null >/dev/null 2>&1
end

if status is-interactive; and not set -q _segue_session
    set -g _segue_session $fish_pid-(random)(random)
    set -g _segue_part ''
    _segue_reset_lines
    _segue_reset_transport
    _segue_reset_feedback
    _segue_reset_record
    _segue_reset_hint
    if set -q SEGUE_PRIVATE
        # What is private here must not reach the daemon through the file that it follows for shells without a hook.
        set -g fish_history ''
    end
end
