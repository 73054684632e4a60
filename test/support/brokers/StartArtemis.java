import java.io.File;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** Starts Artemis as a configuration says, and tells the ports its acceptors found. */
public class StartArtemis {
  public static void main(String[] parameters) throws Exception {
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfigResourcePath(new File(parameters[0]).toURI().toString());
    broker.start();
    var remoting = broker.getActiveMQServer().getRemotingService();
    for (String name : new String[] {"all", "stomp"}) {
      System.out.println("port " + name + " " + ((NettyAcceptor) remoting.getAcceptor(name)).getActualPort());
    }
    System.out.println("started");
  }
}
