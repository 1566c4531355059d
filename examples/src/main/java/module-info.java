/** Three small programs that use Aparté as any other project would. */
module org.aparte.examples {
  requires org.aparte.zrtp;
}
