# What the configuration file says, as assignments to _segue_setting_… that the daemon has written: in the file that
# loads all this, and for shells that are open in a file of the run directory. With its answers comes a number that is
# another one for other settings; so nobody has to look at a file at every prompt, and nothing is read until it changes.
# Keys are bound once a shell: what they are bound to later could not be told from what they did before.

function _segue_follow_settings
    test -n "$argv[1]"; and test "$argv[1]" != "$_segue_settings"; or return 0
    test -r $_segue_run/settings.fish; and source $_segue_run/settings.fish 2>/dev/null
    # Whatever the file says: it is not read twice for one number.
    set -g _segue_settings $argv[1]
end

# Sets _segue_colors to what set_color has to be told for a style. A command substitution takes a tenth of a millisecond.
function _segue_find_colors
    set -q _segue_colors; and test "$argv[1]" = "$_segue_style"; and return
    set -g _segue_style $argv[1]
    set -g _segue_colors (_segue_colors_of $argv[1])
end

# Prints what set_color has to be told for a style of zsh's zle_highlight, such as fg=8,bold; faint for one that cannot
# be read.
function _segue_colors_of
    set -l words
    for part in (string split , -- $argv[1])
        switch $part
            case bold italic underline
                set -a words --$part
            case faint
                set -a words --dim
            case standout
                set -a words --reverse
            case 'fg=*'
                set -a words (_segue_color (string sub --start 4 -- $part))
            case 'bg=*'
                set -l color (_segue_color (string sub --start 4 -- $part))
                test -n "$color"; and set -a words --background $color
        end
    end
    test -n "$words"; or set words --dim
    printf '%s\n' $words
end

# Prints fish's name for a colour: one of the 16 by name or number, else red, green and blue in hexadecimal digits.
function _segue_color
    set -l names black red green yellow blue magenta cyan white
    set names $names br$names
    set -l levels 0 95 135 175 215 255
    if contains -- $argv[1] $names
        printf '%s\n' $argv[1]
    else if string match --quiet --regex '^#[0-9a-fA-F]{6}$' -- $argv[1]
        string sub --start 2 -- $argv[1]
    else if not string match --quiet --regex '^\d{1,3}$' -- $argv[1]
        return
    else if test $argv[1] -lt 16
        printf '%s\n' $names[(math $argv[1] + 1)]
    else if test $argv[1] -lt 232
        # A cube of six levels of each.
        set -l cell (math $argv[1] - 16)
        printf '%02x%02x%02x\n' $levels[(math "floor($cell / 36) + 1")] \
            $levels[(math "floor($cell / 6) % 6 + 1")] $levels[(math "$cell % 6 + 1")]
    else if test $argv[1] -lt 256
        set -l grey (math "8 + 10 * ($argv[1] - 232)")
        printf '%02x%02x%02x\n' $grey $grey $grey
    end
end
