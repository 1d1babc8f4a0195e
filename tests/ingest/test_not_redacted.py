"""What I type looks like a secret, but is none: it stays as it is."""

from __future__ import annotations

import pytest

from segue.ingest.redaction import redact

HARMLESS = r"""
export PATH=$HOME/bin:$PATH
export PWD=/tmp OLDPWD=/srv
export SSH_AUTH_SOCK=/tmp/ssh-abc/agent.1
export TOKEN=$MY_TOKEN
export TOKEN=${MY_TOKEN:-}
export TOKEN=$(pass show token)
export TOKEN="$(cat ~/.token)"
export TOKEN=`cat ~/.token`
export TOKEN_FILE=/run/secrets/token
export TOKENIZERS_PARALLELISM=false
unset TOKEN
echo $TOKEN
git commit -m "add token parser"
git commit -m "fix: password=None default in login form"
git commit -m "Authorization: Bearer header support"
git commit -m 'Secret: rename the key'
git config --global credential.helper store
git log --author="A B" --grep=token
git show 8f14e45fceea167a5a36dedd4bea2543f1d2c3b4
git cherry-pick 8f14e45
git clone git@github.com:a/b.git
ls -p
ls -la /var/lib/token-store
mkdir -p dir/token
ssh -p 22 host
ssh mysql -p22
ssh -i ~/.ssh/id_rsa user@host
scp f ada@h:/x
cat /etc/secrets/token
less /home/ada/src/api/tests/auth/test_password_reset.py
cd ~/Keys/9fJ2kQ8sLw3Xz7Vb1Nm5
curl https://x.test/items/123e4567-e89b-12d3-a456-426614174000
curl -H "Authorization: Bearer $TOKEN" https://x.test
curl -H "Authorization: Bearer $(gcloud auth print-access-token)" https://x.test
curl -H 'Idempotency-Key: 123e4567-e89b-12d3-a456-426614174000' https://x.test
curl -H 'Content-Type: application/json' https://x.test
curl -u "$USER:$PASS" https://x.test
curl -u ada https://x.test
curl http://localhost:8080/@scope/pkg
mysql -u root -p shop
mysql --password shop
docker login --password-stdin ghcr.io < token.txt
docker run -p 8080:80 --name mysql -e POSTGRES_PASSWORD_FILE=/run/secrets/pw x
docker compose -p proj up
docker build --secret id=npm,src=.npmrc .
docker pull repo@sha256:8f14e45fceea167a5a36dedd4bea2543f1d2c3b48f14e45fceea167a5a36dedd
gh auth login --with-token < token.txt
ansible-playbook --ask-vault-pass site.yml
ansible-playbook --vault-password-file ~/.vault site.yml
kubectl get secret my-secret -o yaml
kubectl --client-key client.key get pods
aws secretsmanager get-secret-value --secret-id prod/db
pytest -k token tests/test_token.py
grep -rn "password" src/
grep -H "password: x" f
ffmpeg -i a.mp4 -pass 1 -f null /dev/null
python train.py --max-tokens 4096 --tokenizer bert-base
cp sk-learn-notes-for-the-meeting-2024.md x
pass show email/ada
passwd ada
vault token lookup
vault kv get secret/foo
op run --env-file .env -- make
ssh-keygen -t ed25519 -N "" -f key
security find-generic-password -w -s foo
openssl rsa -passin env:PW -in k
read -s -p "Password: " PASSWORD
cut -d: -f1 /etc/passwd
npm run test:auth -- --key=foo
npx @scope/pkg@1.2.3
make KEY=value
sort -k 2 f
unzip a.zip -d out
test "$PASSWORD" = "$CONFIRM"
[ -z "$API_TOKEN" ] && exit 1
pip install -e '.[keys]'
alias gt='gh auth token'
docker run --mount type=secret,id=x y
sudo -u postgres psql
echo y | sudo apt update
tmux new -s session
""".strip().splitlines()


@pytest.mark.parametrize("line", HARMLESS)
def test_harmless_lines_stay(line: str) -> None:
    """A line without a secret is kept to the letter."""
    assert redact(line) == line
