import java.util.Collections;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.ObjectMessage;
import javax.jms.Session;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQSession;

/**
 * Consumes a queue as GeoServer's client library does, with individual acknowledgement: URL QUEUE COUNT, prints
 * messages a second behind the first third, over which the virtual machine warms up.
 */
class Consume {
  public static void main(String[] arguments) throws Exception {
    var factory = new ActiveMQConnectionFactory(arguments[0]);
    factory.setTrustedPackages(Collections.singletonList("java.lang"));
    factory.getPrefetchPolicy().setQueuePrefetch(250);
    var connection = (ActiveMQConnection) factory.createConnection();
    connection.start();
    Session session = connection.createSession(false, ActiveMQSession.INDIVIDUAL_ACKNOWLEDGE);
    long started = System.nanoTime();
    MessageConsumer consumer = session.createConsumer(session.createQueue(arguments[1]));
    int total = Integer.parseInt(arguments[2]);
    int warm = total / 3;
    int length = 0;
    for (int count = 0; count < total; count++) {
      if (count == warm) started = System.nanoTime();
      Message message = consumer.receive(60_000);
      length += ((ObjectMessage) message).getObject().toString().length();
      message.acknowledge();
    }
    System.out.println((total - warm) * 1e9 / (System.nanoTime() - started));
    connection.close();
  }
}
