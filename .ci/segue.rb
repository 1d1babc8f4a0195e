# The formula for a Homebrew tap: `.ci/formula SDIST URL` fills in where a release is and what it weighs. It lies here and
# not in Formula/, which would make this repository a tap that offers a template. The dependencies come from Python's
# index, as `pip install` finds them; homebrew-core would want a `resource` for each (`brew update-python-resources`).
class Segue < Formula
  include Language::Python::Virtualenv

  desc "Daemon that learns how you work in the shell and writes the next command"
  homepage "@HOMEPAGE@"
  url "@URL@"
  version "@VERSION@"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "python@3.13"

  def install
    venv = virtualenv_create(libexec, "python3.13", without_pip: false)
    system venv.root/"bin/python", "-m", "pip", "install", buildpath
    bin.install_symlink libexec/"bin/segue"
    man1.install_symlink Dir[libexec/"share/man/man1/*.1"]
    bash_completion.install_symlink libexec/"share/bash-completion/completions/segue"
    fish_completion.install_symlink libexec/"share/fish/vendor_completions.d/segue.fish"
    zsh_completion.install_symlink libexec/"share/zsh/site-functions/_segue"
  end

  def caveats
    <<~EOS
      Start the daemon with `segue start`; what then goes into your shell's rc file is in the README.
    EOS
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/segue --version")
    %w[zsh bash fish].each { |shell| assert_match "_segue_run", shell_output("#{bin}/segue init #{shell}") }
  end
end
