import java.io.File;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** Starts Artemis as a configuration says, for one login alone, and tells when it takes connections. */
public class StartArtemis {
  public static void main(String[] parameters) throws Exception {
    SecurityConfiguration accounts = new SecurityConfiguration();
    accounts.addUser(parameters[1], parameters[2]);
    accounts.addRole(parameters[1], "all");
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfigResourcePath(new File(parameters[0]).toURI().toString());
    broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), accounts));
    broker.start();
    System.out.println("started");
  }
}
