// Listens over Socket Mode at the given API address, acknowledges, and writes what it heard, a line each.
import { LogLevel, SocketModeClient } from "@slack/socket-mode";

const [slackApiUrl, appToken] = process.argv.slice(2);
const client = new SocketModeClient({ appToken, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

for (const kind of ["slash_commands", "interactive"]) {
  client.on(kind, async ({ body, ack }) => {
    await ack();
    write([kind, body.text ?? body.type]);
  });
}
client.on("app_home_opened", async ({ event, ack }) => {
  await ack();
  write(["app_home_opened", event.user]);
});
client.on("connected", () => write(["connected", ""]));
await client.start();
