"""destructive: what cannot be undone."""

from __future__ import annotations

import pytest
from hypothesis import given

from segue.validity.destructive import SURE, is_destructive, unsure
from segue.validity.rules import needs_of
from segue.validity.verdict import Rule
from tests.validity.judging import AROUND
from tests.validity.test_words import SHELL_TEXT

DESTRUCTIVE = """
rm -rf build
rm build -r
rm -v -f x
rm --recursive x
/bin/rm -fr x
'rm' -rf x
sudo rm -rf /
sudo -u bob rm -rf x
cd x && rm -rf y
echo $(rm -rf x)
(cd a && rm -r b)
if true; then rm -rf x; fi
find . -name '*.o' -delete
find . -exec rm {} +
find . | xargs rm -rf
xargs -n 1 rm -f
bash -c 'rm -rf x'
ssh host 'sudo rm -rf /srv'
ssh host rm -rf /srv
git push --force
git push -f origin main
git push origin main --force-with-lease
git push origin +main
git push origin :old
git push --delete origin old
git push --mirror
git -C x push -f
git reset --hard HEAD~1
git clean -fdx
git checkout -- .
git checkout .
git restore .
git branch -D old
git stash drop
git stash clear
dd if=/dev/zero of=/dev/sda
mkfs.ext4 /dev/sda1
mkfs /dev/sda1
wipefs -a /dev/sda
shred x
fdisk /dev/sda
parted /dev/sda
diskutil eraseDisk APFS x disk2
echo x > /dev/sda
kubectl delete pod x
kubectl -n prod delete pod x
helm uninstall x
terraform destroy
terraform -chdir=x destroy
tofu apply -auto-approve
docker system prune -a
docker rm -f x
docker volume rm x
docker compose down -v
psql -c 'DROP TABLE users'
mysql -e "truncate x"
chmod -R 777 .
chown -R ada:ada /
kill -9 41
killall node
pkill -f node
shutdown -h now
sudo reboot
systemctl poweroff
crontab -r
truncate -s 0 x
aws s3 rm s3://x --recursive
aws s3 rb s3://x --force
npm unpublish x
userdel ada
:(){ :|:& };:
: () { :|:& }; :
""".strip().split("\n")

HARMLESS = """
rm notes.txt
ls -rf
echo 'rm -rf x'
echo "git push --force"
git commit -m "rm -rf the old build"
git commit -m 'git push --force'
git push
git push -u origin main
git push --follow-tags
git log --format=%H
git reset HEAD x
git checkout -b force
git checkout main
git restore --staged .
git branch -d old
git stash
git stash pop
git clean -n
dd if=x bs=1
fdisk -l
diskutil list
make > /dev/null 2>&1
echo x > /dev/stderr
kubectl get pods
kubectl describe pod delete-me
helm install x
terraform plan -destroy
terraform apply
docker ps
docker run --rm -it alpine
docker compose up
psql -c 'SELECT 1'
chmod +x run.sh
kill 41
kill -0 41
systemctl restart x
crontab -l
aws s3 ls
npm publish
grep -rf patterns src
vim shred.txt
mkfsinfo
partedly x
cat rm
""".strip().split("\n")


@pytest.mark.parametrize("line", DESTRUCTIVE)
def test_destructive(line: str) -> None:
    """However it is written and wherever in the line it stands."""
    assert is_destructive(line)


@pytest.mark.parametrize("line", HARMLESS)
def test_harmless(line: str) -> None:
    """Lines that look a little like it, and those that only speak of it."""
    assert not is_destructive(line)


def test_only_near_certainty_is_enough() -> None:
    """From 0.9 on a destructive line is suggested; the detail has both numbers."""
    assert unsure("rm -rf build", SURE) is None
    assert unsure("ls", 0) is None
    verdict = unsure("rm -rf build", SURE - 1)
    assert verdict
    assert verdict.rule is Rule.DESTRUCTIVE
    assert "0.9" in verdict.detail


@given(SHELL_TEXT)
def test_any_text_is_judged(line: str) -> None:
    """No rule ever fails on a line."""
    is_destructive(line)
    needs_of(line, AROUND)
