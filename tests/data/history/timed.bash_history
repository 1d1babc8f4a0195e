#1772438400
make test
#1772438460
for host in a b; do
    ssh "$host" uptime

done
#1772438500
#1772438520
git push
#1772438999