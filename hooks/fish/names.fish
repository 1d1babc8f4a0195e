# Where this shell finds commands: its PATH, and the names of its functions, which aliases are, too.

# Prints both as fields, each as nil where it is too long.
function _segue_names
    set -l path (_segue_text (string join : -- $PATH))
    test (string length -- "$path") -le 2500; or set path -
    set -l names (functions --names)
    # The daemon must not judge where cd leads when that is not only up to its target.
    set -q CDPATH; and set -a names cd
    set names (_segue_text (string join \n -- $names | string collect))
    test (string length -- "$names") -le 2500; or set names -
    printf '%s\n' $path $names
end

# Prints where fish keeps the history of this session; nothing when it does not.
function _segue_history_file
    set -l name fish
    set -q fish_history; and set name "$fish_history"
    test "$name" = default; and set name fish
    test -n "$name"; and not _segue_is_private; or return
    set -l data $HOME/.local/share
    test -n "$XDG_DATA_HOME"; and set data $XDG_DATA_HOME
    printf '%s\n' $data/fish/{$name}_history
end
