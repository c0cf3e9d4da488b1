"""Addresses that lead, or try to lead, to where a typed one must never go: refused before a byte is sent."""

from typing import Final

# Hosts that the resolver itself reads as an address: every spelling of one is the same socket.
LOOPBACK: Final = (
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.000.000.001", "127.255.255.254", "127.9.9.9",
    "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0x7F.0x0.0x0.0x1", "017700000001", "0177.0.0.1",
    "0177.0.0.01", "0177.1", "0x7f.0.1", "00000177.0.0.1", "localhost", "LOCALHOST", "localhost.",
    "１２７.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "127｡0｡0｡1", "ｌｏｃａｌｈｏｓｔ", "[::1]",
    "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0001]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:1]", "[::FFFF:127.0.0.1]", "[::127.0.0.1]", "[::7f00:1]",
)  # fmt: skip
UNSPECIFIED: Final = (
    "0.0.0.0", "0", "0x0", "00", "0.1.2.3", "[::]", "[0::0]", "[::ffff:0.0.0.0]", "[::ffff:0:0]",
)  # fmt: skip
PRIVATE: Final = (
    "10.0.0.1", "10.255.255.255", "167772161", "0xa000001", "012.0.0.1", "10.1", "172.16.0.1",
    "172.31.255.255", "2886729729", "0xac.0x10.0.1", "192.168.0.1", "192.168.1.254", "3232235521",
    "0xc0a80001", "0300.0250.0.1", "192.168.257", "[::ffff:10.0.0.1]", "[::ffff:192.168.1.1]",
    "[::ffff:c0a8:101]", "[fc00::1]", "[fd00::1]", "[fdff:ffff::1]", "[fec0::1]",
)  # fmt: skip
METADATA: Final = (
    "169.254.169.254", "169.254.169.254.", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
    "0xa9.0xfe.43518",
    "169.254.43518", "169.16689662", "169.254.170.2", "169.254.169.123", "169.254.0.1", "100.100.100.200",
    "1684301000", "192.0.0.192", "3221225664", "168.63.129.16", "2822734096", "[fd00:ec2::254]",
    "[fd20:ce::254]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[fe80::1]", "[fe80::a9fe:a9fe]",
    "[febf::1]",
)  # fmt: skip
TRANSLATED: Final = (  # IPv4 inside IPv6: NAT64, 6to4, Teredo, compatible
    "[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a9fe:a9fe]",
    "[2002:7f00:1::]", "[2002:a9fe:a9fe::]", "[2002:c0a8:101::1]", "[2001:0:53aa:64c:0:0:80ff:fffe]",
    "[2001::1]", "[2001:10::1]", "[2001:20::1]", "[::ffff:0:127.0.0.1]", "[::a9fe:a9fe]", "[::10.0.0.1]",
)  # fmt: skip
SPECIAL: Final = (
    "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.2.1", "192.88.99.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "224.0.0.251",
    "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "4294967295", "[ff02::1]", "[ff05::2]", "[ff0e::1]", "[2001:db8::1]",
    "[3fff::1]", "[5f00::1]", "[100::1]", "[4000::1]", "[::2]",
)  # fmt: skip
HOSTS: Final = (*LOOPBACK, *UNSPECIFIED, *PRIVATE, *METADATA, *TRANSLATED, *SPECIAL)

# Whole addresses that two readers could take for different ones, or that are no call at all.
ADDRESSES: Final = (
    "", "http://", "https://", "//example.org/", "example.org", "http:example.org", "http:/example.org",
    "https:///example.org", "http://:80/", "http://?a", "http://#a", "file:///etc/passwd", "ftp://example.org/",
    "gopher://127.0.0.1:6379/_INFO", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "javascript:alert(1)",
    "data:text/plain,a", "jar:http://example.org!/", "unix:///var/run/docker.sock", "ws://example.org/",
    "http://user@example.org/", "http://user:word@example.org/", "http://@example.org/", "http://:@example.org/",
    "http://example.org@127.0.0.1/", "http://127.0.0.1@example.org/", "http://example.org:80@127.0.0.1/",
    "http://example.org%40127.0.0.1/", "http://example.org\\@127.0.0.1/", "http://127.0.0.1\\@example.org/",
    "http://example.org\\.evil/", "http://exa mple.org/", "http://example.org /", " http://example.org/",
    "http://example.org/\r\nHost: a", "http://example.org/\n", "http://example.org/a b", "http://example.org/\t",
    "http://exam\u0000ple.org/", "http://example.org/\x7f", "http://example.org:0/", "http://example.org:22/",
    "http://example.org:25/", "http://example.org:65536/", "http://example.org:-1/", "http://example.org:8o/",
    "http://example.org:1024/", "http://[::1/", "http://::1/", "http://[::1]x/", "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/", "http://[1.2.3.4]/", "http://[v1.a]/", "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%2f@example.org/", "http://%00/", "http://*/", "http://a..b/", "http://-/", "http://.../",
    "http://\u202eexample.org/", "http://exa\u00admple\u200b/ ", "http://example.org/ä",
    "http://" + "a" * 300 + ".org/", "http://example.org/" + "a" * 3000,
)  # fmt: skip
