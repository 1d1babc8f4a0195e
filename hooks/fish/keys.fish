# Binds the keys, once a shell. A key that has nothing to take does what it did before.

function _segue_bind_keys
    _segue_bind _segue_accept (_segue_keys_for ACCEPT)
    _segue_bind _segue_accept_word (_segue_keys_for ACCEPT_WORD)
    _segue_bind '_segue_walk 1' (_segue_keys_for NEXT)
    _segue_bind '_segue_walk -1' (_segue_keys_for PREVIOUS)
    _segue_bind _segue_dismiss (_segue_keys_for DISMISS)
    _segue_bind _segue_forget (_segue_keys_for FORGET)
    _segue_bind _segue_pick (_segue_keys_for PICK)
end

# Prints the keys for a purpose: the user's list SEGUE_$argv[1]_KEYS when there is one, else that of the file.
function _segue_keys_for
    set -l keys
    switch $argv[1]
        case ACCEPT
            set keys \e\[C \eOC \cf \e\[F \eOF \ce
        case ACCEPT_WORD
            set keys \ef \e\[1\;5C
        case NEXT
            set keys \en
        case PREVIOUS
            set keys \ep
        case DISMISS
            set keys \ek
        case FORGET
            set keys \ex
        case PICK
            set keys \er
    end
    set -l users SEGUE_{$argv[1]}_KEYS
    set -l files _segue_setting_{$argv[1]}_keys
    if set -q $users
        set keys $$users
    else if set -q $files
        set keys $$files
    end
    test (count $keys) = 0; or printf '%s\n' $keys
end

# Arguments: what to call, and the keys.
function _segue_bind
    for mode in default insert
        # Without vi keys there is no insert mode.
        contains -- $mode (bind --list-modes); or continue
        for key in $argv[2..]
            _segue_bind_key $argv[1] $mode $key
        end
    end
end

# Arguments: what to call, the mode, and the key.
function _segue_bind_key
    set -l former (bind --user --mode $argv[2] -- $argv[3] 2>/dev/null; or bind --preset --mode $argv[2] -- $argv[3] 2>/dev/null)
    string match --quiet '*_segue_*' -- $former; and return
    eval set -l words (string join ' ' -- $former[1])
    # One that also changes the mode stays as it is.
    contains -- -m $words; and return
    # `bind --preset -M insert KEY COMMAND…`; fish 4 spells the key in its own way.
    set -e words[1]
    while string match --quiet -- '-*' "$words[1]"
        contains -- $words[1] -M --mode; and set -e words[1]
        set -e words[1]
    end
    set -l commands
    for command in $words[2..]
        if contains -- $command (bind --function-names)
            set -a commands "commandline -f $command"
        else
            set -a commands $command
        end
    end
    set -l fallback (string join '; ' -- $commands)
    if test -n "$fallback"
        bind --mode $argv[2] -- $argv[3] "$argv[1]; or begin; $fallback; end"
    else if test -z "$former"
        bind --mode $argv[2] -- $argv[3] $argv[1]
    end
end
