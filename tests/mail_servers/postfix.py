"""A Postfix of its own: it takes mail from whoever logs in, and files it in maildirs.

Whoever is unknown is told of only afterwards, by a bounce, as with servers that stand in front of others.
"""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path

from tests.mail_servers.authority import Certificates

_MAIN = """
compatibility_level = 3.6
mail_owner = postfix
setgid_group = postdrop
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
multi_instance_enable = yes

myhostname = mx.example.net
mydestination =
mynetworks =
inet_interfaces = loopback-only
inet_protocols = ipv4
alias_maps =
alias_database =
local_transport = error:nobody lives here

virtual_mailbox_domains = {domains}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {mailboxes} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
smtpd_reject_unlisted_recipient = no
default_transport = error:this machine sends nothing out

smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = {tls.certificate}
smtpd_tls_key_file = {tls.key}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth_port}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
"""

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


def command(
    folder: Path,
    tls: Certificates,
    *,
    port: int,
    auth_port: int,
    owner: tuple[int, int],
    addresses: list[str],
) -> list[str]:
    """Write its configuration into a folder, and make its queue; return what runs it in the foreground."""
    config = folder / "postfix"
    for each in (config, folder / "queue"):
        each.mkdir()
    uid, gid = owner
    (config / "main.cf").write_text(
        _MAIN.format(
            folder=folder,
            tls=tls,
            auth_port=auth_port,
            uid=uid,
            gid=gid,
            domains=" ".join(sorted({address.partition("@")[2] for address in addresses})),
            mailboxes=", ".join(f"{{ {address} = {address}/ }}" for address in addresses),
        )
    )
    (config / "master.cf").write_text(_MASTER.format(port=port))
    run = partial(subprocess.run, check=True, capture_output=True, text=True)
    run(["postfix", "-c", str(config), "check"])
    # Not by `postfix start-fg`: that is a shell, which leaves the master behind when it is told to end.
    programs = run(["postconf", "-c", str(config), "-h", "daemon_directory"]).stdout.strip()
    return [f"{programs}/master", "-c", str(config), "-d"]
