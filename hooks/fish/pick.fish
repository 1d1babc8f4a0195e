# The key that opens the picker, with what is typed as the query. What is chosen replaces the line; nothing is run, and
# whatever else happens the line stays as it is.

function _segue_pick
    set -lx SEGUE_HOME $_segue_state
    set -l typed (commandline | string collect)
    # What it says when it cannot begin comes out where the line would.
    set -l chosen (command $_segue_program pick --session=$_segue_session --query="$typed" 2>&1)
    if test $status = 0
        commandline --replace -- (string join \n -- $chosen)
    else if string match --quiet '*segue*: *' -- "$chosen[1]"
        printf '\n%s\n' $chosen[1]
    end
    commandline --function repaint
end
