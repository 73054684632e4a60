import org.apache.activemq.broker.BrokerFactory;

/** Starts ActiveMQ as a configuration says; its log tells where it listens. */
public class StartActivemq {
  public static void main(String[] parameters) throws Exception {
    BrokerFactory.createBroker(parameters[0]).waitUntilStopped();
  }
}
