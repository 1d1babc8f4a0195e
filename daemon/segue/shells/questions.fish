# What `segue doctor` asks a fish that has just read its configuration. The first argument marks the answers, the others
# are keys to ask about.
function _segue_answer
    set -l mark $argv[1]
    set -l keys $argv[2..]
    set -l hooked 0
    functions --query _segue_prompt; and set hooked 1
    printf '%s\0' {$mark}shell $version $hooked "$_segue_version"
    printf '%s\0' {$mark}functions (functions --all --names)
    printf '%s\0' {$mark}variables (set --names)
    printf '%s\0' {$mark}settings
    for name in fish_history fish_private_mode
        set -q $name; and printf '%s\t%s\0' $name "$$name"
    end
    printf '%s\0' {$mark}options
    if functions --query _segue_keys_for
        for purpose in ACCEPT ACCEPT_WORD NEXT PREVIOUS DISMISS FORGET PICK
            set -a keys (string escape -- (_segue_keys_for $purpose))
        end
    end
    # What happens at the first prompt.
    set -q fish_key_bindings; or set -g fish_key_bindings fish_default_key_bindings
    $fish_key_bindings
    functions --query fish_user_key_bindings; and fish_user_key_bindings
    printf '%s\0' {$mark}keys
    for key in $keys
        set -l sequence (string unescape -- $key)
        set -l bound (bind --user -- $sequence 2>/dev/null; or bind --preset -- $sequence 2>/dev/null)
        printf '%s\t%s\0' $key (string replace --regex -- '^bind (?:--?\S+ (?:(?<=-[Mm] )\S+ )?)*\S+ ' '' "$bound[1]")
    end
    printf '%s\0' {$mark}end
end
_segue_answer $argv
