package org.aparte.phone.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.secret.Octets;

/**
 * The recording of a wiretap, as a file that Wireshark opens: pcap with IPv4 and UDP headers. Alice
 * is 192.0.2.1 there and Bob 192.0.2.2 (addresses for documentation, RFC 5737).
 */
final class Capture implements Closeable {

  /** A datagram that was on the wire. */
  record Packet(Side from, Octets octets) {}

  private static final int MAGIC = 0xa1b2c3d4; // times in microseconds
  private static final int LINKTYPE_IPV4 = 228;
  private static final int FILE_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final int IP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int UDP = 17;
  private static final int NETWORK = 0xc0000200;
  private static final int PORT = 5004;

  private final OutputStream out;

  /** Begins a file. */
  Capture(Path file) throws IOException {
    out = Files.newOutputStream(file);
    ByteBuffer header = ByteBuffer.allocate(FILE_HEADER);
    header.putInt(MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    header.putInt(1 << 16).putInt(LINKTYPE_IPV4);
    out.write(header.array());
  }

  /** Adds a datagram. Returns when it is written, so that nothing is passed on and not recorded. */
  void add(Side from, byte[] octets, long unixMicros) throws IOException {
    int length = IP_HEADER + UDP_HEADER + octets.length;
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER + length);
    record.putInt((int) (unixMicros / 1_000_000)).putInt((int) (unixMicros % 1_000_000));
    record.putInt(length).putInt(length);
    int ip = record.position();
    record.putShort((short) 0x4500).putShort((short) length).putInt(0);
    record.put((byte) 64).put((byte) UDP).putShort((short) 0);
    record.putInt(address(from)).putInt(address(from.other()));
    record.putShort(ip + 10, (short) checksum(record, ip));
    record.putShort((short) PORT).putShort((short) PORT);
    record.putShort((short) (UDP_HEADER + octets.length)).putShort((short) 0).put(octets);
    out.write(record.array());
  }

  private static int address(Side side) {
    return NETWORK + side.host();
  }

  private static int checksum(ByteBuffer buffer, int from) {
    int sum = 0;
    for (int i = 0; i < IP_HEADER; i += 2) {
      sum += buffer.getShort(from + i) & 0xffff;
    }
    return ~((sum & 0xffff) + (sum >>> 16));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** What a file holds; a last record that is not whole is left out. */
  static List<Packet> read(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.BIG_ENDIAN);
    if (all.length < FILE_HEADER || in.getInt(0) != MAGIC) {
      throw new IOException(file + ": no recording of a wiretap");
    }
    List<Packet> packets = new ArrayList<>();
    int at = FILE_HEADER;
    while (at + RECORD_HEADER <= all.length) {
      int length = in.getInt(at + 8);
      int ip = at + RECORD_HEADER;
      int end = ip + length;
      if (length < IP_HEADER + UDP_HEADER || end > all.length) {
        break;
      }
      Side from = in.getInt(ip + 12) == address(Side.ALICE) ? Side.ALICE : Side.BOB;
      packets.add(
          new Packet(from, Octets.of(Arrays.copyOfRange(all, ip + IP_HEADER + UDP_HEADER, end))));
      at = end;
    }
    return packets;
  }
}
