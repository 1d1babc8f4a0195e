"""I type secrets on the command line: none is kept, and the rest of the line is.

In the tables `[[hunter2|password]]` is what is typed, and the kind of the hole that is kept instead.
"""

from __future__ import annotations

import re

import pytest

from segue.domain.holes import has_hole
from segue.ingest.redaction import redact

MARKED = re.compile(r"\[\[(.*?)\|([\w-]+)\]\]")

ASSIGNMENTS = r"""
export GITHUB_TOKEN=[[abc123|token]]
GITHUB_TOKEN=[[abc|token]] gh pr list
export DB_PASSWORD="[[my pass word|password]]" && make
MYSQL_PWD=[[hunter2|password]] mysql shop
PASS=[[ab"c d"'e'|password]] run
set -gx API_TOKEN [[abc|token]]
docker run -e POSTGRES_PASSWORD=[[hunter2|password]] -p 5432:5432 postgres
helm upgrade x y --set auth.password=[[hunter2|password]],replicas=3
terraform apply -var="db_password=[[hunter2|password]]"
java -Dhttp.proxyPassword=[[hunter2|password]] -jar x.jar
echo 'export API_KEY=[[abc|key]]' >> ~/.zshrc
http POST :8000/login password=[[hunter2|password]]
aws configure set aws_secret_access_key [[abc/DEF|key]]
git config user.password [[hunter2|password]]
psql "host=h user=u password=[[hunter2|password]] dbname=d"
APP_KEY=[[base64:9fJ2kQ8sLw3Xz7Vb1Nm5|key]] serve
"""

OPTIONS = r"""
mysqldump --password=[[hunter2|password]] shop > f.sql
cmd --api-key '[[a b|key]]' go
cmd --token [[abc|token]] --verbose
keytool -storepass [[changeit|password]] -list
mysql -u root -p[[hunter2|password]] shop
sudo mysql -uroot -p'[[hun ter2|password]]' shop
docker exec -it db mysql -uroot -p[[hunter2|password]]
curl -u ada:[[hunter2|password]] https://x.test
curl -sSu ada:[[hunter2|password]] https://x.test
curl --user=ada:[[hunter2|password]] https://x.test
sshpass -p [[hunter2|password]] ssh -p 22 root@host
sshpass -p[[hunter2|password]] ssh -p 22 root@host
docker login -u ada -p [[hunter2|password]] ghcr.io
redis-cli -a [[hunter2|password]] ping
zip -P [[hunter2|password]] a.zip b
7z a -p[[hunter2|password]] a.7z b
smbclient //s/x -U ada%[[hunter2|password]]
openssl enc -aes256 -pass pass:[[hunter2|password]] -in f
htpasswd -b .htpasswd ada [[hunter2|password]]
vault login [[abc|token]]
ngrok config add-authtoken [[abc|token]]
gh secret set FOO --body [[hunter2|secret]]
kubectl create secret generic s --from-literal=user=[[ada|secret]] --from-literal=password=[[x|password]]
ssh-keygen -t ed25519 -N [[hunter2|passphrase]]
"""

COMMANDS_AROUND_COMMANDS = r"""
echo [[hunter2|password]] | sudo -S apt update
echo -n [[hunter2|password]] | docker login --password-stdin
sudo -S apt update <<< [[hunter2|password]]
echo 'ada:[[hunter2|password]]' | sudo chpasswd
bash -c "export TOKEN=[[abc|token]]; run"
ssh host "mysql -uroot -p[[hunter2|password]] shop"
x=$(curl -u ada:[[hunter2|password]] https://x.test)
"""

PLACES = r"""
curl -H "Authorization: Bearer [[abc.def|token]]" https://x.test
curl -H 'X-Api-Key: [[k123|key]]' https://x.test
curl --header="Private-Token: [[zzz|token]]" https://x.test
curl -b "session=[[abc|cookie]]" https://x.test
curl -d '{"user": "ada", "password": "[[hunter2|password]]"}' x.test
curl -d 'user=ada&password=[[hunter2|password]]&x=1' x.test
curl "https://x.test/?api_key=[[abc|key]]&y=1"
git clone https://ada:[[hunter2|password]]@git.test/a/b.git
psql postgres://u:[[p4ss|password]]@localhost:5432/db
mysql -e "ALTER USER 'a'@'b' IDENTIFIED BY '[[hunter2|password]]'"
"""

SHAPES = [
    "AKIA" + "Q7" * 8,
    "ghp_" + "aB3" * 12,
    "github_pat_" + "aB3" * 12,
    "glpat-" + "aB3" * 7,
    "xoxb-" + "123456789012-" * 2 + "aB3",
    "sk_live_" + "aB3" * 8,
    "sk-" + "aB3x" * 12,
    "sk-proj-" + "aB3_" * 12,
    "AIza" + "aB3xZ" * 7,
    "npm_" + "aB3" * 12,
    "pypi-" + "aB3x" * 16,
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl",
    "hvs." + "aB3x" * 8,
    "hf_" + "aB3" * 12,
]


def rows(table: str) -> list[str]:
    """Return the lines of a table."""
    return table.strip().splitlines()


@pytest.mark.parametrize("marked", rows(ASSIGNMENTS + OPTIONS + COMMANDS_AROUND_COMMANDS + PLACES))
def test_the_secret_goes_and_the_rest_stays(marked: str) -> None:
    """Behind names and options, through pipes and quotes, in headers, URLs and SQL: only the secret goes."""
    typed, kept = MARKED.sub(r"\1", marked), MARKED.sub("\u2039\\2\u203a", marked)
    assert redact(typed) == kept


@pytest.mark.parametrize("secret", SHAPES)
@pytest.mark.parametrize("line", ["echo {}", "deploy '{}' now", "x --with={}", "git clone https://{}@git.test/a"])
def test_a_known_key_gives_itself_away(line: str, secret: str) -> None:
    """A key that everyone can recognise goes, even where nothing announces it."""
    kept = redact(line.format(secret))
    assert secret not in kept
    assert has_hole(kept)


def test_a_private_key_goes_as_a_whole() -> None:
    """A pasted private key goes, to its end mark or to the end of the line."""
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----"
    assert redact(f"cat > k <<E\n{key}\nE") == "cat > k <<E\n‹private-key›\nE"
    assert redact("echo '" + key[:40]) == "echo '‹private-key›"
