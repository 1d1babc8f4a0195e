ls -la
cd /srv

# a note to myself
echo "two words"
for f in *; do echo "$f"; done
grep café menu.txt
